import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { layoutOf, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import type { Ran } from './support/drydock.ts';
import { drydock, scratch } from './support/drydock.ts';
import type { Registry } from './support/registry.ts';
import { push, startRegistry } from './support/registry.ts';

const LOGIN = { user: 'drydock', password: 'correct:horse' };
const IMAGE = 'alpine-3.18';

const skip = withoutCorpus || withoutPrograms('skopeo', 'docker-registry', 'htpasswd');

let registry: Registry | undefined;
let reference = '';

before(async () => {
  if (skip) return;
  registry = await startRegistry(LOGIN);
  reference = `${registry.host}/private/app:1`;
  push(layoutOf(IMAGE).skopeo, reference, `${LOGIN.user}:${LOGIN.password}`);
});
after(() => registry?.stop());

test(
  'a private image is read with the credentials of the Docker configuration',
  { skip },
  async () => {
    const auth = Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString('base64');
    const ran = await packages({ auths: { [host()]: { auth } } });
    assert.equal(arrayOf(recordOf(JSON.parse(ran.stdout))['packages']).length, 14, ran.stderr);
  },
);

test('a private image is read with what a credential helper tells', { skip }, async () => {
  const helper = join(scratch, 'bin', 'docker-credential-e2e');
  mkdirSync(join(scratch, 'bin'), { recursive: true });
  const told = JSON.stringify({ Username: LOGIN.user, Secret: LOGIN.password });
  writeFileSync(
    helper,
    `#!/bin/sh\nread server\n[ "$1 $server" = "get ${host()}" ] && echo '${told}'\n`,
  );
  chmodSync(helper, 0o755);
  const path = `${join(scratch, 'bin')}:${process.env['PATH'] ?? ''}`;
  for (const config of [{ credHelpers: { [host()]: 'e2e' } }, { credsStore: 'e2e' }]) {
    const ran = await packages(config, { PATH: path });
    assert.equal(arrayOf(recordOf(JSON.parse(ran.stdout))['packages']).length, 14, ran.stderr);
  }
});

test('what a registry refuses is said, with what to do', { skip }, async () => {
  const auth = Buffer.from(`${LOGIN.user}:wrong`).toString('base64');
  const cases: readonly (readonly [object, RegExp])[] = [
    [{}, /private\/app cannot be read \(401\).*it asks for a user.*docker login/],
    [
      { auths: { [host()]: { auth } } },
      /401.*credentials of the Docker configuration were refused/,
    ],
    [{ credsStore: 'absent' }, /docker-credential-absent cannot be run/],
  ];
  for (const [config, message] of cases) {
    const ran = await packages(config);
    assert.deepEqual([ran.code, ran.stdout, ran.leftovers], [1, '', []]);
    assert.match(ran.stderr, message);
    for (const secret of [LOGIN.password, 'wrong', auth]) assert.ok(!ran.stderr.includes(secret));
  }
});

function host(): string {
  assert.ok(registry);
  return registry.host;
}

function packages(config: object, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const folder = mkdtempSync(join(scratch, 'docker-'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const args = ['packages', '--format', 'json', reference];
  return drydock(args, { env: { DOCKER_CONFIG: folder, ...env } });
}
