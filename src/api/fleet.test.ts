import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '../accounts/index.ts';
import { addPerson, as, done, setUp } from '../store/accounts-world.contract.ts';
import { addAnalyzed, flaw, found } from '../store/fleet-world.contract.ts';
import type { SmallServer } from './small-server.contract.ts';
import { withServer } from './small-server.contract.ts';
import { tokenFor } from './three-people.contract.ts';

const CVE = 'CVE-2021-23337';
const LODASH = found('lodash', '4.17.15', 3, 'app/package.json');
const PATHS = [
  `/vulnerabilities/${CVE}/images`,
  '/packages',
  '/packages/npm/lodash/versions',
  '/packages/npm/lodash/images',
  '/search?q=lodash',
  '/vulnerabilities?mine=true',
  '/vulnerabilities/export?format=csv&mine=true',
  '/packages/export?format=json',
  `/vulnerabilities/${CVE}/images/export?format=csv`,
];

/** Ann owns a shop that has the flaw; ben reads it; eve has an image of her own that has it. */
async function world(t: Parameters<typeof withServer>[0]) {
  const server = await withServer(t);
  const alice = (await setUp(server)).actor;
  const person = async (name: string): Promise<Actor> =>
    (await addPerson(server, alice, name)).actor;
  const [ann, ben, eve] = [await person('ann'), await person('ben'), await person('eve')];
  for (const [owner, name] of [
    [ann, 'acme'],
    [eve, 'evil'],
  ] as const) {
    done(await server.accounts.organizations.create(as(owner), { name }));
    const { id } = done(
      await server.accounts.repositories.create(as(owner), { name: `${name}/shop` }),
    );
    for (const tag of ['v1', 'v2']) {
      await addAnalyzed(server.database, {
        repositoryId: id,
        name: `${name} ${tag}`,
        tags: [tag],
        packages: [LODASH],
        findings: [flaw(CVE, LODASH, { fixedIn: '4.17.21' })],
      });
    }
  }
  done(await server.accounts.organizations.create(as(ann), { name: 'free-org' }));
  const { accounts } = server;
  const { link } = done(await accounts.invitations.invite(as(ann), 'acme', { role: 'member' }));
  done(await accounts.invitations.accept(as(ben), link.slice(link.indexOf('#') + 1)));
  const tokens = {
    alice: await tokenFor(server, alice),
    ann: await tokenFor(server, ann),
    ben: await tokenFor(server, ben),
    eve: await tokenFor(server, eve),
  };
  return { ...server, ...tokens, actors: { ann, ben, eve, alice } };
}

function get(server: SmallServer, path: string, token?: string) {
  return server.call('GET', `/api/v1${path}`, { token });
}

test('my images of a vulnerability, with counts, page by page', async (t) => {
  const server = await world(t);
  const first = await get(server, `/vulnerabilities/${CVE}/images?limit=1`, server.ann);
  const { items, next, counts, ids } = first.body;
  assert.deepEqual(ids, [CVE]);
  assert.deepEqual(counts, {
    checked: 2,
    affected: 2,
    notAffected: 0,
    currentChecked: 2,
    currentAffected: 2,
    repositoriesAffected: 1,
  });
  assert.ok(Array.isArray(items));
  const { digest, firstSeen, ...item } = items[0];
  assert.match(digest, /^sha256:/);
  assert.match(firstSeen, /^20/);
  assert.deepEqual(item, {
    repository: 'acme/shop',
    platform: 'linux/amd64',
    tags: ['v1'],
    isCurrent: true,
    severity: 'high',
    packages: [
      {
        vulnerability: CVE,
        type: 'npm',
        name: 'lodash',
        version: '4.17.15',
        layer: 3,
        severity: 'high',
        fixedIn: '4.17.21',
      },
    ],
  });
  const path = `/vulnerabilities/${CVE}/images?after=${encodeURIComponent(String(next))}`;
  const second = await get(server, path, server.ann);
  assert.deepEqual(Object.keys(second.body), ['id', 'ids', 'items']);
  assert.ok(second.text.includes('"v2"') && !second.text.includes('"v1"'));
});

test('packages, their versions and their images are those of my repositories', async (t) => {
  const server = await world(t);
  const bodies = [];
  for (const path of PATHS.slice(1, 4)) bodies.push((await get(server, path, server.ann)).body);
  assert.deepEqual(
    bodies.map((body) => JSON.stringify(body['items']).replaceAll(/sha256:\w+/g, 'D')),
    [
      '[{"type":"npm","name":"lodash","versions":1,"images":2,"repositories":1,"worst":"high"}]',
      '[{"version":"4.17.15","images":2,"repositories":1,"worst":"high"}]',
      `[${['v1', 'v2']
        .map(
          (tag) =>
            `{"repository":"acme/shop","digest":"D","platform":"linux/amd64","tags":["${tag}"],` +
            '"places":[{"version":"4.17.15","layer":3,"path":"app/package.json"}],"isCurrent":true}',
        )
        .join(',')}]`,
    ],
  );
});

test('lists are written as files, in which no cell is a formula', async (t) => {
  const server = await world(t);
  const csv = async (path: string) => (await get(server, path, server.ann)).text.split('\r\n');
  const [head, row, ...rest] = await csv(`/vulnerabilities/${CVE}/images/export?format=csv`);
  assert.equal(
    head,
    'repository,tags,digest,platform,current,vulnerability,severity,package,version,type,fixed_in,layer,first_seen',
  );
  assert.match(
    row ?? '',
    /^acme\/shop,v1,sha256:\w+,linux\/amd64,true,CVE-2021-23337,high,lodash,4.17.15,npm,4.17.21,4,20/,
  );
  assert.equal(rest.length, 2);
  const { rows } = await server.database.pool.query("update fleet_packages set name = '=1+1'");
  assert.deepEqual(rows, []);
  assert.deepEqual(await csv('/packages/export?format=csv'), [
    'package,type,versions,images,repositories,worst',
    "'=1+1,npm,1,2,1,high",
    '',
  ]);
  const json = await get(server, '/packages/export?format=json&q=1', server.ann);
  assert.match(json.text, /"name": "=1\+1"/);
  const none = await get(server, '/vulnerabilities/export?format=json', server.ann);
  assert.deepEqual(none.body, { items: [] });
});

test('the palette finds a few of each kind', async (t) => {
  const server = await world(t);
  const { body } = await get(server, '/search?q=acme%2Fshop%3Av', server.ann);
  assert.deepEqual(body['repositories'], [{ name: 'acme/shop' }]);
  assert.deepEqual(body['tags'], [
    { repository: 'acme/shop', tag: 'v1' },
    { repository: 'acme/shop', tag: 'v2' },
  ]);
  const lodash = await get(server, '/search?q=lod', server.ann);
  assert.match(JSON.stringify(lodash.body['packages']), /"name":"lodash"/);
  assert.deepEqual(lodash.body['pending'], []);
});

test('who may read no result of a repository sees nothing of it, nor counts it', async (t) => {
  const server = await world(t);
  for (const path of PATHS) {
    assert.equal((await get(server, path)).status, 401, path);
    const own = await get(server, path, server.eve);
    assert.equal(own.status, 200, path);
    assert.ok(!own.text.includes('acme'), path);
    // A member without a grant, and the instance's administrator, who sees no content.
    for (const token of [server.ben, server.alice]) {
      const { status, text } = await get(server, path, token);
      assert.equal(status, 200, path);
      assert.ok(!/acme|evil|lodash"|4\.17/.test(text), `${path} ${text}`);
      assert.ok(!/"(?:affected|checked)":[1-9]/.test(text), `${path} ${text}`);
    }
  }
});

test('the list of readable repositories is what the policies say of each', async (t) => {
  const server = await world(t);
  const { accounts, actors } = server;
  const { ann, ben, eve, alice } = actors;
  const { organizations, teams, repositories } = accounts;
  done(await organizations.create(as(ann), { name: 'lapsed' }));
  for (const namespace of ['acme', 'lapsed', 'free-org']) {
    for (const [kind, visibility, publishesResults] of [
      ['private', 'private', false],
      ['public', 'public', false],
      ['published', 'public', true],
      ['granted', 'private', false],
    ] as const) {
      const name = `${namespace}/${kind}`;
      done(await repositories.create(as(ann), { name, visibility }));
      done(await repositories.change(as(ann), name, { publishesResults }));
    }
  }
  done(await teams.create(as(ann), 'acme', { name: 'core' }));
  done(await teams.add(as(ann), 'acme', 'core', 'ben'));
  done(await repositories.grant(as(ann), 'acme/granted', { kind: 'team', name: 'core' }, 'read'));
  done(await accounts.namespaces.setPlan(as(alice), 'free-org', 'free'));
  server.pass(31 * 24 * 3_600_000);
  done(await accounts.namespaces.setPlan(as(alice), 'lapsed', 'free'));
  const robots = await Promise.all(
    (['read-results', 'pull'] as const).map(async (scope) => {
      const request = { name: `robot-${scope}`, scopes: [scope] };
      const { secret } = done(await accounts.tokens.makeForOrganization(as(ann), 'acme', request));
      return accounts.access.byToken(secret);
    }),
  );
  const people: readonly Actor[] = [
    { kind: 'anonymous' },
    ann,
    ben,
    eve,
    alice,
    ...(ann.kind === 'user' ? [{ ...ann, scopes: ['pull'] as const }] : []),
    ...robots.flatMap((robot) => robot ?? []),
  ];
  const rows = await server.database.pool.query<{ id: number; name: string }>(
    'SELECT id, name FROM repositories ORDER BY name',
  );
  assert.ok(rows.rows.length >= 14);
  let allowedCells = 0;
  for (const actor of people) {
    const readable = new Set(await repositories.withResults(actor));
    for (const { id, name } of rows.rows) {
      const target = { kind: 'repository', name } as const;
      const { kind } = await accounts.access.decide(actor, 'repository.results.read', target);
      if (kind === 'allowed') allowedCells += 1;
      assert.equal(readable.has(id), kind === 'allowed', `${JSON.stringify(actor)} ${name}`);
    }
  }
  assert.ok(allowedCells >= 20, `${allowedCells}`);
});
