import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { CORPUS, layoutOf, withoutCorpus } from './support/corpus.ts';
import { scratch } from './support/drydock.ts';
import { goProgram } from './support/go-program.ts';
import type { RegistryAccount } from './support/registry-account.ts';
import { startRegistryWithAccount } from './support/registry-account.ts';
import { runProgram, succeed } from './support/run-program.ts';

const [craneProgram, orasProgram] = [goProgram('crane'), goProgram('oras')];
const skip =
  withoutCorpus ||
  ('missing' in craneProgram && craneProgram.missing) ||
  ('missing' in orasProgram && orasProgram.missing);

let account: RegistryAccount;
const config = join(scratch, 'docker-config');

before(async () => {
  if (skip) return;
  account = await startRegistryWithAccount();
  mkdirSync(config);
});
after(async () => {
  if (!skip) await account.stop();
});

test('crane signs in, pushes, copies, lists and validates', { skip }, async () => {
  const login = ['auth', 'login', account.host, '-u', account.user, '-p', account.password];
  await crane(...login);
  const archive = join(CORPUS, 'small-node', 'small-node.docker.tar');
  const pushed = (await crane('push', archive, named('crane:1'))).trim();
  const digest = (await crane('digest', named('crane:1'))).trim();
  assert.ok(pushed.endsWith(digest), pushed);
  await crane('validate', '--remote', named('crane:1'));
  await crane('copy', named('crane:1'), named('crane-copy:1'));
  assert.equal((await crane('digest', named('crane-copy:1'))).trim(), digest);
  await crane('tag', named('crane:1'), 'stable');
  assert.deepEqual((await crane('ls', named('crane'))).trim().split('\n'), ['1', 'stable']);
  const back = join(scratch, 'crane.tar');
  await crane('pull', named('crane:1'), back);
  assert.ok(readFileSync(back).length > 1_000_000);
  await crane('delete', named('crane@').replace(/@$/, `@${digest}`));
  const gone = await runProgram(path(craneProgram), ['digest', named('crane:1')], options());
  assert.notEqual(gone.code, 0);
  assert.match(gone.output, /MANIFEST_UNKNOWN|404/);
});

test('oras pushes files, attaches to them, discovers and pulls', { skip }, async () => {
  const files = mkdtempSync(join(scratch, 'files-'));
  writeFileSync(join(files, 'readme.txt'), 'what it is\n');
  writeFileSync(join(files, 'sbom.json'), '{"bomFormat":"CycloneDX"}\n');
  const sign = ['-u', account.user, '-p', account.password];
  await oras(files, 'login', '--plain-http', ...sign, account.host);
  const type = ['--artifact-type', 'application/vnd.example.notes'];
  await oras(files, 'push', '--plain-http', ...type, named('notes:1'), 'readme.txt:text/plain');
  const kind = 'application/vnd.cyclonedx+json';
  const attach = ['attach', '--plain-http', '--artifact-type', kind];
  await oras(files, ...attach, named('notes:1'), `sbom.json:${kind}`);
  const flags = ['--plain-http', '--format', 'json'];
  const found = recordOf(JSON.parse(await oras(files, 'discover', ...flags, named('notes:1'))));
  const [referrer, ...more] = arrayOf(found['referrers'] ?? found['manifests']);
  assert.deepEqual([recordOf(referrer)['artifactType'], more.length], [kind, 0]);
  const back = mkdtempSync(join(scratch, 'pulled-'));
  await oras(back, 'pull', '--plain-http', named('notes:1'));
  assert.equal(readFileSync(join(back, 'readme.txt'), 'utf8'), 'what it is\n');
  await oras(
    files,
    'copy',
    '-r',
    '--from-plain-http',
    '--to-plain-http',
    named('notes:1'),
    named('notes-copy:1'),
  );
  assert.ok((await oras(files, 'discover', ...flags, named('notes-copy:1'))).includes(kind));
  assert.equal((await oras(files, 'repo', 'tags', '--plain-http', named('notes'))).trim(), '1');
});

test('oras takes a whole layout with its index', { skip }, async () => {
  const { folder } = layoutOf('multiarch-alpine-3.18');
  const [first] = arrayOf(
    recordOf(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')))['manifests'],
  );
  const digest = String(recordOf(first)['digest']);
  const from = ['--from-oci-layout', `${folder}@${digest}`];
  await oras(folder, 'copy', '--to-plain-http', ...from, named('layout:1'));
  assert.equal((await oras(folder, 'resolve', '--plain-http', named('layout:1'))).trim(), digest);
});

function named(name: string): string {
  return `${account.host}/${account.user}/${name}`;
}

function options(cwd = scratch): { readonly env: Record<string, string>; readonly cwd: string } {
  return { env: { DOCKER_CONFIG: config }, cwd };
}

function path(program: ReturnType<typeof goProgram>): string {
  return 'path' in program ? program.path : assert.fail(program.missing);
}

function crane(...args: readonly string[]): Promise<string> {
  return succeed(path(craneProgram), args, options());
}

function oras(cwd: string, ...args: readonly string[]): Promise<string> {
  return succeed(path(orasProgram), args, options(cwd));
}
