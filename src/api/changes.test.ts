import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { addPerson, as, done, setUp } from '../store/accounts-world.contract.ts';
import { addAnalyzed, digestNamed, found } from '../store/fleet-world.contract.ts';
import type { FleetChangePage, Visit } from './contract/operations.ts';
import type { SmallServer } from './small-server.contract.ts';
import { withServer } from './small-server.contract.ts';
import { tokenFor } from './three-people.contract.ts';

const LODASH = found('lodash', '4.17.15');
const LONG_AGO = '2000-01-01T00:00:00.000Z';

/** Ann owns a shop, whose tag v1 was pushed twice: the second time without the flaw. */
async function world(t: TestContext) {
  const server = await withServer(t);
  const alice = (await setUp(server)).actor;
  const ann = (await addPerson(server, alice, 'ann')).actor;
  const eve = (await addPerson(server, alice, 'eve')).actor;
  done(await server.accounts.organizations.create(as(ann), { name: 'acme' }));
  const { id } = done(await server.accounts.repositories.create(as(ann), { name: 'acme/shop' }));
  for (const name of ['first', 'second']) {
    const image = { repositoryId: id, name, tags: ['v1'], packages: [LODASH], findings: [] };
    await addAnalyzed(server.database, image);
  }
  await server.database.pool.query(
    `update analysis_requests set before_digest = $1, opened = $2, closed = $3
     where id = (select max(id) from analysis_requests)`,
    [digestNamed('first'), counts({}), counts({ high: 1 })],
  );
  const tokens = { ann: await tokenFor(server, ann), eve: await tokenFor(server, eve) };
  return { ...server, ...tokens };
}

function counts(some: Readonly<Record<string, number>>): string {
  const none = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, none: 0, unknown: 0 };
  return JSON.stringify({ ...none, ...some });
}

async function changes(
  server: SmallServer,
  token: string,
  query: string,
): Promise<FleetChangePage> {
  const { status, body, text } = await server.call('GET', `/api/v1/account/changes?${query}`, {
    token,
  });
  assert.equal(status, 200, text);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server checks its schema
  return body as unknown as FleetChangePage;
}

test('what was analyzed since a moment is told with what it brought, page by page', async (t) => {
  const server = await world(t);
  const { items, totals, next } = await changes(server, server.ann, `since=${LONG_AGO}&limit=1`);
  assert.deepEqual(totals, { analyses: 2, repositories: 1 });
  const [last] = items;
  assert.deepEqual(
    [
      last?.repository,
      last?.tag,
      last?.cause,
      last?.change?.closed.high,
      last?.change?.opened.high,
    ],
    ['acme/shop', 'v1', 'push', 1, 0],
  );
  const rest = await changes(server, server.ann, `since=${LONG_AGO}&after=${next}`);
  assert.deepEqual([rest.items.length, rest.next, rest.totals], [1, undefined, undefined]);
  assert.equal(rest.items[0]?.change, undefined);
  const since = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
  assert.deepEqual((await changes(server, server.ann, `since=${since}`)).items, []);
});

test('of what others have nothing is told, not even how much it is', async (t) => {
  const server = await world(t);
  const { items, totals } = await changes(server, server.eve, `since=${LONG_AGO}`);
  assert.deepEqual([items, totals], [[], { analyses: 0, repositories: 0 }]);
  const refused = await server.call('GET', `/api/v1/account/changes?since=${LONG_AGO}`);
  assert.equal(refused.status, 401);
  const senseless = await server.call('GET', '/api/v1/account/changes?since=yesterday', {
    token: server.eve,
  });
  assert.equal(senseless.status, 400);
});

test('the first visit has none before; one goes on as long as somebody looks now and then', async (t) => {
  const server = await withServer(t);
  const alice = await tokenFor(server, (await setUp(server)).actor);
  const visit = async (): Promise<Visit> => {
    const { body } = await server.call('PUT', '/api/v1/account/visit', { token: alice });
    return body;
  };
  assert.deepEqual(await visit(), {});
  server.pass(20 * 60_000);
  assert.deepEqual(await visit(), {});
  const left = new Date(server.world.clock.now()).toISOString();
  server.pass(31 * 60_000);
  assert.deepEqual(await visit(), { before: left });
  server.pass(60_000);
  assert.deepEqual(await visit(), { before: left });
});
