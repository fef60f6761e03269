import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { AnalysisState, ReferenceAnalysis } from '../analyses/index.ts';
import type { Digest } from '../model/index.ts';
import { emptyReport } from '../report/sample-reports.contract.ts';
import type { Tag, TagPage } from './contract/operations.ts';
import { createApi } from './create-api.ts';
import { digestOf } from './small-server.contract.ts';
import { withThree } from './three-people.contract.ts';

const TAGS = '/api/v1/repositories/acme/shop/tags';
const DAY = 86_400_000;

/** Name, moved, pulled, size, critical and high, state. */
const ROWS: readonly (readonly [
  string,
  number,
  number | undefined,
  number,
  [number, number] | undefined,
  string,
])[] = [
  ['alpha', 3, 9, 50, [0, 7], 'complete'],
  ['beta', 5, undefined, 10, [2, 0], 'complete_with_gaps'],
  ['delta', 1, 8, 900, undefined, 'queued'],
  ['gamma', 4, undefined, 20, [0, 7], 'complete'],
];

test('tags come in the order that is asked for, page by page, those without a figure last', async (t) => {
  const { list } = await serve(t);
  const orders: Readonly<Record<string, string>> = {
    name: 'alpha beta delta gamma',
    newest: 'beta gamma alpha delta',
    pulled: 'alpha delta beta gamma',
    largest: 'delta alpha gamma beta',
    severity: 'beta alpha gamma delta',
  };
  for (const [sort, expected] of Object.entries(orders)) {
    const seen: string[] = [];
    let after = '';
    do {
      const { items, next } = await list(`?sort=${sort}&limit=1${after}`);
      seen.push(...items.map(({ name }) => name));
      after = next === undefined ? '' : `&after=${next}`;
    } while (after !== '' && seen.length < 10);
    assert.equal(seen.join(' '), expected, sort);
  }
});

test('a state leaves those that are in it, and leaves nothing for who may not see results', async (t) => {
  const { list, server } = await serve(t);
  assert.equal(named(await list('?state=complete,queued')), 'alpha delta gamma');
  assert.equal(named(await list('?state=failed')), '');
  assert.equal(named(await list('?state=complete&search=amm')), 'gamma');
  assert.equal((await server.call('GET', `${TAGS}?state=fine`, { token: server.bob })).status, 400);
  await server.call('PATCH', '/api/v1/repositories/acme/shop/settings', {
    token: server.bob,
    body: { visibility: 'public' },
  });
  assert.equal(named(await list('?state=complete', server.carol)), '');
  const shown = await list('?sort=severity', server.carol);
  assert.equal(named(shown), 'alpha beta delta gamma');
  assert.ok(shown.items.every(({ analysis }) => analysis === undefined));
});

test('a tag says when it was last pulled, and what its last push changed', async (t) => {
  const { server } = await serve(t);
  const { text } = await server.call('GET', `${TAGS}/alpha`, { token: server.bob });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server checks its answers here
  const tag = JSON.parse(text) as Tag;
  assert.equal(tag.pulledAt, new Date(9 * DAY).toISOString());
  assert.deepEqual(
    [tag.analysis?.change?.before, tag.analysis?.change?.opened.high],
    [digestOf('b'), 3],
  );
});

test('tags are exported as they are filtered and sorted', async (t) => {
  const { server } = await serve(t);
  const path = '/api/v1/repositories/acme/shop/tag-export?state=complete&sort=severity';
  const { text } = await server.call('GET', `${path}&format=csv`, { token: server.bob });
  const [head, ...rows] = text.trimEnd().split('\r\n');
  assert.match(head ?? '', /^tag,digest,.*,state,critical,high,medium,low,unknown$/);
  assert.deepEqual(
    rows.map((row) => [row.split(',')[0], row.split(',').slice(-6).join()]),
    [
      ['alpha', 'complete,0,7,0,0,0'],
      ['gamma', 'complete,0,7,0,0,0'],
    ],
  );
});

function named({ items }: TagPage): string {
  return items.map(({ name }) => name).join(' ');
}

async function serve(t: TestContext) {
  const digests = new Map(ROWS.map(([name], at) => [name, digestOf(String(at))]));
  const of = (name: string): Digest => digests.get(name) ?? digestOf('f');
  const none = emptyReport().summary;
  const states = new Map(
    ROWS.map(([name, , , , counts, kind]): [Digest, ReferenceAnalysis] => {
      const [critical = 0, high = 0] = counts ?? [];
      const summary = { ...none, bySeverity: { ...none.bySeverity, critical, high } };
      const state = stateOf(kind);
      const platforms = [{ digest: of(name), platform: 'linux/amd64', state, result: RESULT }];
      return [of(name), { digest: of(name), state, platforms, ...(counts && { summary }) }];
    }),
  );
  const server = await withThree(t, (options) =>
    createApi({
      ...options,
      analyses: {
        ...options.analyses,
        statesOf: () => Promise.resolve(states),
        lastChange: () =>
          Promise.resolve({
            before: digestOf('b'),
            at: new Date(0).toISOString(),
            opened: { ...none.bySeverity, high: 3 },
            closed: none.bySeverity,
            findings: () => Promise.resolve([]),
          }),
      },
      images: {
        ...options.images,
        sizesOf: () => Promise.resolve(new Map(ROWS.map(([name, , , size]) => [of(name), size]))),
        tagsOf: () =>
          Promise.resolve(
            ROWS.map(([name, moved, pulled]) => ({
              name,
              digest: of(name),
              movedAt: new Date(moved * DAY),
              movedBy: 'bob',
              ...(pulled !== undefined && { pulledAt: new Date(pulled * DAY) }),
            })),
          ),
      },
    }),
  );
  const list = async (query: string, token = server.bob): Promise<TagPage> => {
    const { status, text } = await server.call('GET', TAGS + query, { token });
    assert.equal(status, 200, text);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server checks its answers here
    return JSON.parse(text) as TagPage;
  };
  return { server, list };
}

const RESULT = {
  generation: 1,
  state: { kind: 'complete' },
  analyzedAt: new Date(0).toISOString(),
  analyzerRevision: '1',
  isPresentRevision: true,
} as const;

function stateOf(kind: string): AnalysisState {
  if (kind === 'queued') return { kind, position: 1 };
  if (kind === 'complete_with_gaps') return { kind, gaps: [], gapCount: 1 };
  return { kind: 'complete' };
}
