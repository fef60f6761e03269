import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { arrayOf, recordOf } from '../base/index.ts';
import type { Answer, RegistryUnderTest } from './registry-under-test.contract.ts';
import {
  digestOf,
  IMAGE,
  pushImage,
  pushIndex,
  sharedRegistry,
} from './registry-under-test.contract.ts';

/** Follows `Link` until there is none; every page as its body. */
async function pages({ ask }: Pick<RegistryUnderTest, 'ask'>, path: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const answer: Answer = await ask('GET', next);
    assert.equal(answer.status, 200);
    answers.push(answer);
    next = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers['link'] ?? ''))?.[1];
  }
  return answers;
}

function listed(answers: readonly Answer[], key: string): unknown[] {
  return answers.flatMap((answer) => arrayOf(answer.json()[key]));
}

function digestsIn(answers: readonly Answer[]): unknown[] {
  return listed(answers, 'manifests').map((descriptor) => recordOf(descriptor)['digest']);
}

describe('lists', () => {
  const shared = sharedRegistry();

  test('tags come in the order of their bytes, each once, in pages of any size', async () => {
    const registry = await shared();
    const name = 'lists/tags';
    const image = await pushImage(registry, name, 'tagged');
    const tags = ['1', '10', '2', 'A', 'Z', '_', 'a', 'a-b', 'a.b', 'a_b', 'b', 'v1', 'v1.0', 'z'];
    const query = tags.map((tag) => `tag=${tag}`).join('&');
    await registry.ask('PUT', `/v2/${name}/manifests/${image.digest}?${query}`, {
      body: image.text,
      headers: { 'content-type': IMAGE },
    });
    const path = `/v2/${name}/tags/list`;
    assert.deepEqual((await registry.ask('GET', path)).json(), { name, tags: tags.toSorted() });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (n) => {
        const answers = await pages(registry, `${path}?n=${n}`);
        assert.deepEqual(listed(answers, 'tags'), tags.toSorted());
        for (const answer of answers.slice(0, -1)) assert.equal(listed([answer], 'tags').length, n);
      }),
      { numRuns: 6 },
    );
    const after = await registry.ask('GET', `${path}?last=a-b`);
    assert.deepEqual(listed([after], 'tags'), ['a.b', 'a_b', 'b', 'v1', 'v1.0', 'z']);
    const none = await registry.ask('GET', `${path}?n=0`);
    assert.deepEqual([listed([none], 'tags'), none.headers['link']], [[], undefined]);
    const past = await registry.ask('GET', `${path}?last=zzz`);
    assert.deepEqual([listed([past], 'tags'), past.headers['link']], [[], undefined]);
    assert.deepEqual(
      listed([await registry.ask('GET', `${path}?n=1000000000000`)], 'tags'),
      tags.toSorted(),
    );
    for (const n of ['-1', 'x', '1e12', '']) {
      assert.equal((await registry.ask('GET', `${path}?n=${n}`)).status, 400, n);
    }
    const unknown = await registry.ask('GET', '/v2/lists/unknown/tags/list');
    assert.deepEqual([unknown.status, unknown.code], [404, 'NAME_UNKNOWN']);
  });

  test('no page has more than a thousand names', async () => {
    const registry = await shared();
    const name = 'lists/many';
    const image = await pushImage(registry, name, 'many');
    const { id } = await registry.access.repository(name);
    await registry.database.pool.query(
      `insert into tags (repository_id, name, digest, moved_at, moved_by)
       select $1, 't' || n, $2, now(), 'tester' from generate_series(1, 2500) as n`,
      [id, image.digest],
    );
    const answers = await pages(registry, `/v2/${name}/tags/list?n=5000`);
    assert.deepEqual(
      answers.map((answer) => listed([answer], 'tags').length),
      [1000, 1000, 500],
    );
  });

  test('the catalog shows exactly what may be pulled', async () => {
    const registry = await shared();
    for (const name of ['catalog/a', 'catalog/b', 'catalog/c'])
      await registry.access.repository(name);
    const catalogOf = async (token: string): Promise<unknown[]> => {
      const ask: RegistryUnderTest['ask'] = (method, path) => registry.ask(method, path, { token });
      return listed(await pages({ ask }, '/v2/_catalog?n=1'), 'repositories');
    };
    assert.deepEqual(await catalogOf('alice|catalog/a:pull|catalog/c:pull'), [
      'catalog/a',
      'catalog/c',
    ]);
    assert.deepEqual(await catalogOf('bob|catalog/b:pull'), ['catalog/b']);
    assert.deepEqual(await catalogOf('carol'), []);
  });

  test('referrers are listed with type, size and annotations, filtered and paged', async () => {
    const registry = await shared();
    const name = 'lists/referrers';
    const subject = await pushImage(registry, name, 'subject');
    const expected: Record<string, unknown>[] = [];
    for (let at = 0; at < 5; at += 1) {
      const annotations = { 'org.example.at': String(at), 'any.other': 'ü "quoted"' };
      const pushed = await pushImage(registry, name, `referrer ${at}`, {
        more: {
          subject: subject.descriptor,
          annotations,
          ...(at > 0 && { artifactType: `application/vnd.example.${at % 2}` }),
        },
      });
      const artifactType =
        at > 0 ? `application/vnd.example.${at % 2}` : 'application/vnd.oci.image.config.v1+json';
      expected.push({ ...pushed.descriptor, artifactType, annotations });
    }
    const index = await pushIndex(registry, name, [], { more: { subject: subject.descriptor } });
    expected.push({ ...index.descriptor });
    const inOrder = expected.toSorted((a, b) =>
      String(a['digest']) < String(b['digest']) ? -1 : 1,
    );

    const path = `/v2/${name}/referrers/${subject.digest}`;
    const whole = await registry.ask('GET', path);
    assert.equal(whole.headers['content-type'], 'application/vnd.oci.image.index.v1+json');
    assert.equal(whole.headers['oci-filters-applied'], undefined);
    assert.deepEqual(whole.json(), {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: inOrder.map(({ mediaType, size, digest, ...rest }) => ({
        mediaType,
        size,
        digest,
        ...rest,
      })),
    });
    for (const n of [1, 2, 4]) {
      const answers = await pages(registry, `${path}?n=${n}`);
      assert.deepEqual(listed(answers, 'manifests'), inOrder);
    }
    const wanted = 'application/vnd.example.1';
    const filtered = await registry.ask(
      'GET',
      `${path}?artifactType=${encodeURIComponent(wanted)}`,
    );
    assert.equal(filtered.headers['oci-filters-applied'], 'artifactType');
    assert.deepEqual(
      listed([filtered], 'manifests'),
      inOrder.filter(({ artifactType }) => artifactType === wanted),
    );
    assert.deepEqual(
      listed(
        await pages(registry, `${path}?n=1&artifactType=${encodeURIComponent(wanted)}`),
        'manifests',
      ),
      inOrder.filter(({ artifactType }) => artifactType === wanted),
    );
  });

  test('of an unknown repository or subject the list of referrers is empty; a bad digest is refused', async () => {
    const registry = await shared();
    await registry.access.repository('lists/no-referrers');
    for (const name of ['lists/no-referrers', 'lists/not-there']) {
      const answer = await registry.ask('GET', `/v2/${name}/referrers/${digestOf('random')}`);
      assert.equal(answer.status, 200);
      assert.deepEqual(listed([answer], 'manifests'), []);
    }
    const bad = await registry.ask('GET', '/v2/lists/no-referrers/referrers/sha256:bad');
    assert.deepEqual([bad.status, bad.code], [400, 'DIGEST_INVALID']);
  });

  test('referrers that older clients wrote under a fallback tag are listed too, once', async () => {
    const registry = await shared();
    const name = 'lists/fallback';
    const subject = await pushImage(registry, name, 'subject');
    const both = await pushImage(registry, name, 'both', { more: { subject: subject.descriptor } });
    const old = await pushImage(registry, name, 'old');
    const artifactType = 'application/vnd.example.old';
    await pushIndex(registry, name, [both.descriptor, { ...old.descriptor, artifactType }], {
      tag: subject.digest.replace(':', '-'),
    });
    const path = `/v2/${name}/referrers/${subject.digest}`;
    const digests = async (query: string): Promise<unknown[]> =>
      digestsIn(await pages(registry, path + query));
    assert.deepEqual(await digests(''), [both.digest, old.digest].toSorted());
    assert.deepEqual(await digests('?n=1'), [both.digest, old.digest].toSorted());
    assert.deepEqual(await digests(`?artifactType=${artifactType}`), [old.digest]);
  });

  test('thousands of referrers of one subject come in pages that any client can read', async () => {
    const registry = await shared();
    const name = 'lists/popular';
    const subject = await pushImage(registry, name, 'popular');
    const { id } = await registry.access.repository(name);
    await registry.database.pool.query(
      `with made as (
         insert into manifests (digest, media_type, kind, size, bytes, created_at)
         select 'sha256:' || encode(sha256(n::text::bytea), 'hex'), $3, 'image', 2, '{}', now()
         from generate_series(1, 3000) as n returning digest
       )
       insert into repository_manifests (repository_id, digest, media_type, pushed_at, pushed_by,
         leased_until, subject, artifact_type, descriptor)
       select $1, digest, $3, now(), 'tester', now(), $2, 'a',
         json_build_object('digest', digest, 'annotations', json_build_object('x', repeat('y', 500)))
       from made`,
      [id, subject.digest, IMAGE],
    );
    const answers = await pages(registry, `/v2/${name}/referrers/${subject.digest}`);
    assert.equal(new Set(digestsIn(answers)).size, 3000);
    for (const { body } of answers) assert.ok(body.length < 4 * 1024 * 1024);
    assert.equal(answers.length, 3);
  });
});
