import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { ImageReference } from '../analyses/index.ts';
import { ok } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import { emptyReport, typicalReport } from '../report/sample-reports.contract.ts';
import { createApi } from './create-api.ts';
import { DIGEST, digestOf } from './small-server.contract.ts';
import { codeOf, withThree } from './three-people.contract.ts';

const COMPARISON = 'images/v1/comparison';

test('without a word of it a tag is compared with the image that it pointed to before', async (t) => {
  // The same image pushed twice, and a deletion between, are no other image.
  const { compare, read } = await serve(t, [
    DIGEST,
    undefined,
    DIGEST,
    digestOf('b'),
    digestOf('c'),
  ]);
  const { status, body } = await compare(COMPARISON);
  assert.equal(status, 200);
  assert.deepEqual(read, [
    ['acme/shop', digestOf('b')],
    ['acme/shop', 'v1'],
  ]);
  assert.equal(Array.isArray(body['opened']) && body['opened'].length > 0, true);
  await compare(`${COMPARISON}?before=latest`);
  assert.deepEqual(read.at(2), ['acme/shop', 'latest']);
});

test('a tag that had no other image, and a digest alone, have nothing to be compared with', async (t) => {
  const { compare } = await serve(t, [DIGEST, DIGEST]);
  assert.equal(codeOf(await compare(COMPARISON)), 'analysis.unavailable');
  assert.equal(codeOf(await compare(`images/${DIGEST}/comparison`)), 'request.invalid');
});

test('an image of another repository is compared with, where one may see its results', async (t) => {
  const { compare, read } = await serve(t, [DIGEST]);
  assert.equal((await compare(`${COMPARISON}?beforeRepository=acme/other&before=v2`)).status, 200);
  assert.deepEqual(read.shift(), ['acme/other', 'v2']);
  assert.equal((await compare(`${COMPARISON}?beforeRepository=acme/other`)).status, 200);
  assert.deepEqual(read.at(1), ['acme/other', 'v1']);
  const secret = await compare(`${COMPARISON}?beforeRepository=secret-corp/shop&before=v1`);
  const missing = await compare(`${COMPARISON}?beforeRepository=secret-corp/none&before=v1`);
  assert.equal(secret.status, 404);
  assert.deepEqual({ ...secret.body, requestId: '' }, { ...missing.body, requestId: '' });
  assert.ok(read.every(([name]) => name.startsWith('acme/')));
});

async function serve(t: TestContext, moves: readonly (Digest | undefined)[]) {
  const read: [string, string][] = [];
  const names = new Map<number, string>();
  const server = await withThree(t, (options) =>
    createApi({
      ...options,
      analyses: {
        ...options.analyses,
        report: (repositoryId, reference) => {
          const isFirst = read.length % 2 === 0;
          read.push([names.get(repositoryId) ?? '', textOf(reference)]);
          const report = isFirst ? emptyReport() : typicalReport();
          const inventory = { layers: [], packages: [], facts: {}, diagnostics: [] };
          return Promise.resolve(
            ok({ report, inventory, digest: DIGEST, generation: 1, etag: '' }),
          );
        },
      },
      images: {
        ...options.images,
        tagHistory: ({ tag, limit }) =>
          Promise.resolve(
            moves
              .map((digest, id) => ({ id, tag: tag ?? '', digest, at: new Date(0), by: 'bob' }))
              .slice(0, limit),
          ),
      },
    }),
  );
  await server.call('POST', '/api/v1/namespaces/acme/repositories', {
    token: server.bob,
    body: { name: 'other' },
  });
  const { rows } = await server.database.pool.query<{ id: string; name: string }>(
    'select id, name from repositories',
  );
  for (const { id, name } of rows) names.set(Number(id), name);
  return { read, compare };

  function compare(path: string) {
    return server.call('GET', `/api/v1/repositories/acme/shop/${path}`, { token: server.bob });
  }
}

function textOf(reference: ImageReference): string {
  return reference.kind === 'tag' ? reference.tag : reference.digest;
}
