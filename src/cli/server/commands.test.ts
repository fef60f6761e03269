import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { SmallServer } from '../../api/small-server.contract.ts';
import { withServer } from '../../api/small-server.contract.ts';
import { baseRecords } from '../../store/index.ts';
import { PASSWORD, setUp } from '../../store/accounts-world.contract.ts';
import type { Ran, SmallWorld } from '../small-world.contract.ts';
import { dockerArchive, run } from '../small-world.contract.ts';

interface Terminal {
  readonly server: SmallServer;
  readonly host: string;
  readonly dataFolder: string;
  readonly drydock: (line: string, more?: Partial<SmallWorld>) => Promise<Ran>;
}

function withFolder(t: TestContext): string {
  const dataFolder = mkdtempSync(join(tmpdir(), 'drydock-cli-'));
  t.after(() => rmSync(dataFolder, { recursive: true }));
  return dataFolder;
}

/** A command line beside a server on this machine that alice administers. */
async function withTerminal(t: TestContext): Promise<Terminal> {
  const server = await withServer(t);
  await setUp(server);
  const dataFolder = withFolder(t);
  return {
    server,
    host: new URL(server.url).host,
    dataFolder,
    drydock: (line, more = {}) =>
      run(line.split(' '), { dataFolder, clock: server.world.clock, ...more }),
  };
}

function stdin(text: string): Partial<SmallWorld> {
  return { stdin: Buffer.from(text) };
}

test('a password makes a token, kept for its owner alone; signing out revokes it', async (t) => {
  const { drydock, host, dataFolder, server } = await withTerminal(t);
  const wrong = await drydock(`login ${host} -u alice --password-stdin`, stdin('no\n'));
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /\[sign-in.wrong\]/);
  const signedIn = await drydock(`login ${host} -u alice --password-stdin`, stdin(`${PASSWORD}\n`));
  assert.deepEqual([signedIn.code, signedIn.out], [0, `signed in to ${host} as alice\n`]);
  const file = join(dataFolder, 'logins.json');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const kept = readFileSync(file, 'utf8');
  const token = /ddp_\w+/.exec(kept)?.[0] ?? '';
  assert.ok(token !== '' && !kept.includes(PASSWORD));
  assert.equal((await server.call('GET', '/api/v1/account', { token })).status, 200);
  const signedOut = await drydock('logout');
  assert.equal(signedOut.out, `signed out of ${host}\n`);
  assert.equal((await server.call('GET', '/api/v1/account', { token })).status, 401);
  assert.ok(!readFileSync(file, 'utf8').includes('ddp_'));
});

test('organizations, repositories, activation, tags, tokens and plans, in words and as JSON', async (t) => {
  const { drydock, host } = await withTerminal(t);
  await drydock(`login ${host} -u alice --password-stdin`, stdin(PASSWORD));
  assert.match((await drydock('repo list')).out, /^no repositories/);
  const said = async (line: string): Promise<string> => {
    const { code, out, err } = await drydock(line);
    assert.equal(code, 0, `${line}: ${err}`);
    return out;
  };
  assert.equal(await said('org create acme'), 'created the organization acme; you are its owner\n');
  assert.match(
    await said('org members acme'),
    /^NAME {3}ROLE {3}SINCE\s+CALLED\nalice {2}owner {2}\d{4}-/,
  );
  assert.equal(await said('repo create acme/shop'), 'created acme/shop, private\n');
  assert.match(
    await said('repo activate acme/shop --back-fill 5'),
    /^analysis is active for acme\/shop; 1 image queued\n$/,
  );
  assert.match(await said('repo list'), /acme\/shop {3}private {5}active/);
  assert.match(await said('repo show acme/shop'), /push {8}docker push \S+\/acme\/shop:TAG/);
  assert.match(
    await said('tags acme/shop'),
    /^TAG .*ANALYSIS\n=cmd\(\).*linux\/amd64.* complete\n/,
  );
  const deleted = await said('tags delete acme/shop:latest');
  assert.match(deleted, /^deleted the tag acme\/shop:latest\naaaa..aaaa stays as /);
  assert.equal(await said('repo deactivate acme/*'), 'deactivated 1 repository\n  acme/shop\n');
  assert.match(await said('plan show acme'), /^acme is on Team\nimage analysis {2}included\n/);
  assert.equal(await said('plan set acme free'), 'acme is on Free\n');
  const refused = await drydock('repo activate acme/shop');
  assert.equal(refused.code, 1);
  assert.match(
    refused.err,
    /the plan does not include this: image analysis is included in Team and Business.*\[plan.required\]/,
  );
  assert.match(await said('token create ci --scope pull --expires 30'), /^ddp_\w{42}\n$/);
  assert.match(await said('token list'), /ci {2,}\.\.\.\w+ {2}pull/);
  const json: unknown = JSON.parse(await said('repo show acme/shop --format json'));
  assert.ok(typeof json === 'object' && json && 'rights' in json);
});

test('what cannot be is told in a line with what to do', async (t) => {
  const { drydock, host } = await withTerminal(t);
  const none = await drydock('repo list');
  assert.deepEqual(
    [none.code, none.err],
    [1, 'error: not signed in to any server: run `drydock login HOST` [cli.login.none]\n'],
  );
  await drydock(`login ${host} -u alice --password-stdin`, stdin(PASSWORD));
  const cases: readonly (readonly [string, RegExp])[] = [
    [
      'repo show acme/none',
      /There is no such thing, or it is not yours to see \[resource.missing\]/,
    ],
    ['repo show acme', /'acme' is no repository: it should be like acme\/shop/],
    [
      'repo list --server other.example.com',
      /not signed in to other.example.com: run `drydock login/,
    ],
    ['repo create alice/UPPER', /\[request.invalid\]/],
    ['tags delete acme/shop', /names no tag/],
    [
      'login http://registry.example.com',
      /over plain HTTP everyone between could read the password/,
    ],
    ['login registry.example.com --token-stdin', /DRYDOCK_OFFLINE is set/],
    [`login 127.0.0.1:1 --token-stdin`, /cannot be reached: /],
    ['login localhost:x', /is no name of a server/],
    ['push-sbom alice/x:1 /nonexistent.json', /cannot be read: no such file/],
  ];
  for (const [line, message] of cases) {
    const { code, err } = await drydock(line, stdin('ddp_x'));
    assert.equal(code, 1, line);
    assert.match(err, message, line);
  }
});

// oxlint-disable-next-line no-control-regex -- our own colours, and the line of progress
const OWN = /\u001b\[[\d;]*m|\r\u001b\[K/g;
// oxlint-disable-next-line no-control-regex -- that is what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

test('nothing of a server reaches the terminal as control characters (H14)', async (t) => {
  const hostile = 'a\u001b[31mb\u001b]52;c;x\u0007\u001b]8;;http://x\u001b\\\u202ec\r\nd\u009b1m';
  const answers: readonly (readonly [RegExp, unknown])[] = [
    [/\/session$/, { kind: 'user', name: hostile, isAdministrator: false }],
    [/\/tags\//, { digest: hostile, otherTags: [hostile] }],
    [
      /\/tags/,
      {
        items: [
          {
            name: hostile,
            digest: hostile,
            platforms: [hostile],
            compressedSize: 1,
            pushedAt: hostile,
            pushedBy: hostile,
            analysis: { state: { kind: 'failed', code: hostile, message: hostile, attempt: 1 } },
          },
        ],
      },
    ],
    [
      /\/repositories\/acme/,
      {
        name: hostile,
        description: hostile,
        visibility: hostile,
        createdAt: hostile,
        pull: hostile,
      },
    ],
    [
      /\/plan/,
      { type: '', title: '', status: 402, code: hostile, detail: hostile, upgradeUrl: hostile },
    ],
    [
      /./,
      {
        items: [
          {
            name: hostile,
            displayName: hostile,
            kind: hostile,
            role: hostile,
            since: hostile,
            id: hostile,
            scopes: [hostile],
            ending: hostile,
            description: hostile,
            visibility: hostile,
            expiresAt: hostile,
          },
        ],
      },
    ],
  ];
  const fetch = (url: string): Promise<Response> => {
    const body = answers.find(([pattern]) => pattern.test(url))?.[1];
    const status = /\/plan/.test(url) ? 402 : 200;
    return Promise.resolve(Response.json(body, { status }));
  };
  const dataFolder = withFolder(t);
  const lines = [
    'login localhost:7070 --token-stdin',
    'repo list',
    'repo show acme/shop',
    'tags acme/shop',
    'tags delete acme/shop:1',
    'org list',
    'org members acme',
    'token list',
    'plan show acme',
  ];
  for (const line of lines) {
    for (const columns of [undefined, 80]) {
      const ran = await run(line.split(' '), {
        dataFolder,
        fetch,
        ...stdin('ddp_x'),
        ...(columns !== undefined && { columns }),
      });
      const text = (ran.out + ran.err).replaceAll(OWN, '');
      assert.doesNotMatch(text, CONTROL, `${line}: ${JSON.stringify(text)}`);
    }
  }
});

test('a base of another registry is known by its layers, listed and forgotten', async (t) => {
  const { drydock, host, dataFolder, server } = await withTerminal(t);
  const bases = baseRecords(server.database.kysely);
  const { analyses } = server.options;
  analyses.importBase = ({ diffIds, ...base }) =>
    bases.importBase({ ...base, chainId: diffIds.join(' ') });
  analyses.publicBases = () => bases.listPublicBases();
  analyses.removeBase = (reference) => bases.removeBase(reference);
  await drydock(`login ${host} -u alice --password-stdin`, stdin(PASSWORD));
  assert.match((await drydock('base list')).out, /^no base images/);
  const archive = join(dataFolder, 'base.tar');
  writeFileSync(archive, dockerArchive({ 'etc/hostname': 'base' }));
  const nameless = await drydock(`base import ${archive}`);
  assert.equal(nameless.code, 1);
  assert.match(nameless.err, /say by --name/);
  const imported = await drydock(`base import ${archive} --name debian:12`);
  assert.equal(imported.out, 'debian:12 linux/amd64: known by 1 layer\n', imported.err);
  const [base] = await bases.listPublicBases();
  assert.match(base?.chainId ?? '', /^sha256:[0-9a-f]{64}$/);
  assert.match((await drydock('base list')).out, /debian:12 +linux\/amd64 +sha256:/);
  assert.equal((await drydock('base remove debian:12')).out, 'debian:12 is forgotten\n');
  const again = await drydock('base remove debian:12');
  assert.equal(again.code, 1);
});
