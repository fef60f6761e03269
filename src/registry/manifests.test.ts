import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recordOf } from '../base/index.ts';
import type { Answer, RegistryUnderTest } from './registry-under-test.contract.ts';
import {
  CONFIG,
  digestOf,
  IMAGE,
  INDEX,
  LAYER,
  pushBlob,
  pushImage,
  pushIndex,
  registryWorld,
  sharedRegistry,
} from './registry-under-test.contract.ts';

const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';
const EMPTY = { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf('{}'), size: 2 };

/** PUTs a document and returns the answer. */
async function put(
  { ask }: Pick<RegistryUnderTest, 'ask'>,
  path: string,
  document: unknown,
  mediaType: string | undefined = IMAGE,
): Promise<Answer> {
  const body = typeof document === 'string' ? document : JSON.stringify(document);
  const headers = mediaType === '' ? {} : { 'content-type': mediaType };
  return await ask('PUT', `/v2/${path}`, { body, headers });
}

describe('manifests', () => {
  const shared = sharedRegistry();

  test('whatever the specification allows is stored to the byte, by tag and by digest', async () => {
    const registry = await shared();
    const name = 'manifests/kinds';
    const config = await pushBlob(registry, name, '{}', CONFIG);
    const layer = await pushBlob(registry, name, 'layer');
    const image = { schemaVersion: 2, mediaType: IMAGE, config, layers: [layer] };
    const child = await pushImage(registry, name, `child of ${name}`);
    const nested = await pushIndex(registry, name, [child.descriptor]);
    const missing = { mediaType: IMAGE, digest: digestOf('not here'), size: 7 };
    const artifact = {
      ...image,
      config: EMPTY,
      artifactType: 'application/vnd.example',
      layers: [EMPTY],
    };
    const annotations = Object.fromEntries(
      Array.from({ length: 390 }, (_, at) => [`large-${at}`, 'A'.repeat(10_000)]),
    );
    const foreign = {
      mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
      digest: digestOf('never pushed'),
      size: 12,
      urls: ['http://127.0.0.1:1/x'],
    };
    const documents: Readonly<Record<string, unknown>> = {
      image,
      large: { ...image, annotations },
      'no-layers': { ...image, layers: [] },
      unknown: { ...image, 'org.example.extra': { 'any thing': [1, null] } },
      data: { ...image, layers: [{ ...layer, data: Buffer.from('layer').toString('base64') }] },
      foreign: { ...image, layers: [layer, foreign] },
      artifact,
      subject: { ...artifact, subject: child.descriptor },
      'subject-missing': { ...artifact, subject: missing },
      index: { schemaVersion: 2, mediaType: INDEX, manifests: [child.descriptor] },
      'index-empty': { schemaVersion: 2, mediaType: INDEX, manifests: [] },
      'index-nested': { schemaVersion: 2, mediaType: INDEX, manifests: [nested.descriptor] },
      'index-subject': { schemaVersion: 2, mediaType: INDEX, manifests: [], subject: missing },
      docker: { ...image, mediaType: DOCKER },
    };
    for (const [tag, document] of Object.entries(documents)) {
      // Spaces and the order of keys count: these bytes and no others have the digest.
      const text = JSON.stringify(document, undefined, 1);
      const mediaType = String(recordOf(document)['mediaType']);
      const [digest, long] = [digestOf(text), digestOf(text, 'sha512')];
      for (const reference of [tag, digest, long]) {
        const answer = await put(registry, `${name}/manifests/${reference}`, text, mediaType);
        assert.equal(answer.status, 201, `${tag}: ${answer.body.toString()}`);
        const own = reference === tag ? digest : reference;
        assert.equal(answer.headers['docker-content-digest'], own);
        assert.equal(answer.headers['location'], `/v2/${name}/manifests/${own}`);
        const subject = recordOf(document)['subject'];
        assert.equal(answer.headers['oci-subject'], recordOf(subject)['digest']);
        for (const method of ['GET', 'HEAD']) {
          const read = await registry.ask(method, `/v2/${name}/manifests/${reference}`);
          assert.equal(read.status, 200);
          assert.equal(read.headers['content-type'], mediaType);
          assert.equal(read.headers['content-length'], String(Buffer.byteLength(text)));
          assert.equal(read.headers['docker-content-digest'], own);
          assert.equal(read.headers['etag'], `"${own}"`);
          assert.equal(read.body.toString(), method === 'GET' ? text : '');
        }
      }
    }
  });

  test('what can be read in two ways, or not at all, is refused', async () => {
    const registry = await shared();
    const name = 'manifests/refused';
    const config = await pushBlob(registry, name, '{}', CONFIG);
    const image = { schemaVersion: 2, mediaType: IMAGE, config, layers: [] };
    const twice = JSON.stringify(image).replace('"layers"', '"layers":[],"layers"');
    for (const [document, mediaType] of [
      [{ ...image, manifests: [] }, IMAGE],
      [image, INDEX],
      [image, DOCKER],
      [{ ...image, mediaType: INDEX }, INDEX],
      [twice, IMAGE],
      [{ ...image, Layers: [] }, IMAGE],
      [
        { schemaVersion: 1, fsLayers: [], history: [] },
        'application/vnd.docker.distribution.manifest.v1+prettyjws',
      ],
      ['{', IMAGE],
      ['', IMAGE],
      ['[]', IMAGE],
      [{ ...image, config: { ...config, digest: 'sha256:x' } }, IMAGE],
      [{ ...image, subject: { digest: 'x' } }, IMAGE],
      [{ ...image, config: { ...config, size: 3 } }, IMAGE],
      [`{"a":${'['.repeat(5000)}`, IMAGE],
    ] as const) {
      const answer = await put(registry, `${name}/manifests/latest`, document, mediaType);
      const about = JSON.stringify(document).slice(0, 100);
      assert.deepEqual([answer.status, answer.code], [400, 'MANIFEST_INVALID'], about);
    }
    const wrong = await put(registry, `${name}/manifests/${digestOf('other')}`, image);
    assert.deepEqual([wrong.status, wrong.code], [400, 'DIGEST_INVALID']);
    const bad = await put(registry, `${name}/manifests/sha256:baddigeststring`, image);
    assert.deepEqual([bad.status, bad.code], [400, 'DIGEST_INVALID']);
    for (const tag of ['-a', '.a', 'a'.repeat(129), 'a b'.replace(' ', '%20')]) {
      assert.equal((await put(registry, `${name}/manifests/${tag}`, image)).status, 400, tag);
    }
    assert.equal((await registry.ask('GET', `/v2/${name}/tags/list`)).status, 200);
    assert.deepEqual(
      (await registry.ask('GET', `/v2/${name}/manifests/latest`)).code,
      'MANIFEST_UNKNOWN',
    );
  });

  test("the media type is the document's, or that of the request where it says none", async () => {
    const registry = await shared();
    const name = 'manifests/types';
    const config = await pushBlob(registry, name, '{}', CONFIG);
    const bare = { schemaVersion: 2, config, layers: [] };
    for (const [document, mediaType, stored] of [
      [{ ...bare, mediaType: IMAGE }, 'application/json', IMAGE],
      [{ ...bare, mediaType: IMAGE }, '', IMAGE],
      [{ ...bare, mediaType: IMAGE }, `${IMAGE}; charset=utf-8`, IMAGE],
      [{ ...bare, a: 1 }, IMAGE, IMAGE],
      [{ ...bare, a: 2 }, DOCKER, DOCKER],
      [{ ...bare, a: 3 }, 'application/json', IMAGE],
      [{ schemaVersion: 2, manifests: [] }, '', INDEX],
    ] as const) {
      assert.equal((await put(registry, `${name}/manifests/t`, document, mediaType)).status, 201);
      for (const accept of [
        undefined,
        '*/*',
        INDEX,
        'application/vnd.docker.distribution.manifest.v1+prettyjws',
      ]) {
        const headers = accept === undefined ? {} : { accept };
        const read = await registry.ask('GET', `/v2/${name}/manifests/t`, { headers });
        assert.deepEqual([read.status, read.headers['content-type']], [200, stored]);
      }
    }
  });

  test('a manifest whose parts are missing is refused, and names them', async () => {
    const registry = await shared();
    const name = 'manifests/missing';
    const config = await pushBlob(registry, name, '{}', CONFIG);
    const layer = { mediaType: LAYER, digest: digestOf('missing layer'), size: 1 };
    const image = { schemaVersion: 2, mediaType: IMAGE, config, layers: [layer] };
    const index = {
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [{ ...layer, mediaType: IMAGE }],
    };
    for (const [document, mediaType] of [
      [image, IMAGE],
      [index, INDEX],
    ] as const) {
      const answer = await put(registry, `${name}/manifests/v1`, document, mediaType);
      assert.deepEqual([answer.status, answer.code], [400, 'MANIFEST_BLOB_UNKNOWN']);
      assert.match(answer.body.toString(), new RegExp(layer.digest));
    }
    assert.equal((await registry.ask('HEAD', `/v2/${name}/manifests/v1`)).status, 404);
  });

  test('a manifest over the limit is refused, however its length is told', async () => {
    const { ask } = await shared();
    const body = Buffer.alloc(4 * 1024 * 1024 + 1, ' ');
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      const answer = await ask('PUT', '/v2/manifests/huge/manifests/v1', { body, headers });
      assert.deepEqual([answer.status, answer.code], [413, 'SIZE_INVALID']);
    }
  });

  test('an index of thousands of children is stored, and counted once each', async () => {
    const registry = await shared();
    const name = 'manifests/wide';
    const child = await pushImage(registry, name, `child of ${name}`);
    const same = Array.from({ length: 10_000 }, () => child.descriptor);
    await pushIndex(registry, name, same, { tag: 'wide' });
    const { rows } = await registry.database.pool.query(
      `select from manifest_children where child_digest = $1`,
      [child.digest],
    );
    assert.equal(rows.length, 1);
  });

  test('a push by digest sets all tags that it asks for', async () => {
    const registry = await shared();
    const name = 'manifests/tag-parameters';
    const config = await pushBlob(registry, name, '{}', CONFIG);
    const text = JSON.stringify({ schemaVersion: 2, mediaType: IMAGE, config, layers: [] });
    const digest = digestOf(text, 'sha512');
    const answer = await put(registry, `${name}/manifests/${digest}?tag=a&tag=b&tag=a`, text);
    assert.equal(answer.status, 201);
    assert.equal(answer.headers['oci-tag'], 'a, b');
    for (const tag of ['a', 'b']) {
      const read = await registry.ask('HEAD', `/v2/${name}/manifests/${tag}`);
      assert.equal(read.headers['docker-content-digest'], digest);
    }
    const events = registry.pushed.filter(({ repository }) => repository === name);
    assert.deepEqual(
      events.map(({ tag }) => tag),
      ['a', 'b'],
    );
    for (const query of ['?tag=-x', '?tag=']) {
      assert.equal((await put(registry, `${name}/manifests/${digest}${query}`, text)).status, 400);
    }
    assert.equal((await put(registry, `${name}/manifests/c?tag=d`, text)).status, 400);
  });

  test('deleting a tag leaves the manifest; deleting the digest takes every tag and the referrer', async () => {
    const registry = await shared();
    const { ask } = registry;
    const name = 'manifests/deleted';
    const image = await pushImage(registry, name, 'one', { tag: 'v1' });
    await pushImage(registry, name, 'one', { tag: 'v2' });
    const signature = await pushImage(registry, name, 'signature', {
      more: { subject: image.descriptor },
    });
    const status = async (reference: string): Promise<number> =>
      (await ask('GET', `/v2/${name}/manifests/${reference}`)).status;
    const referrers = async (): Promise<string> =>
      (await ask('GET', `/v2/${name}/referrers/${image.digest}`)).body.toString();

    assert.equal((await ask('DELETE', `/v2/${name}/manifests/v1`)).status, 202);
    assert.deepEqual(
      [await status('v1'), await status('v2'), await status(image.digest)],
      [404, 200, 200],
    );
    assert.match(await referrers(), new RegExp(signature.digest));
    assert.equal((await ask('DELETE', `/v2/${name}/manifests/${signature.digest}`)).status, 202);
    assert.doesNotMatch(await referrers(), new RegExp(signature.digest));
    assert.equal((await ask('DELETE', `/v2/${name}/manifests/${image.digest}`)).status, 202);
    assert.deepEqual([await status('v2'), await status(image.digest)], [404, 404]);
    for (const reference of ['v1', 'v2', image.digest]) {
      assert.equal((await ask('DELETE', `/v2/${name}/manifests/${reference}`)).status, 404);
    }
    assert.deepEqual((await ask('GET', `/v2/${name}/tags/list`)).json(), { name, tags: [] });
  });

  test('a blob that a manifest needs is not deleted under it', async () => {
    const registry = await shared();
    const name = 'manifests/in-use';
    const image = await pushImage(registry, name, 'needed', { tag: 'v1' });
    const path = `/v2/${name}/blobs/${digestOf('needed')}`;
    const refused = await registry.ask('DELETE', path);
    assert.deepEqual([refused.status, refused.code], [405, 'DENIED']);
    assert.match(refused.body.toString(), new RegExp(image.digest));
    await registry.ask('DELETE', `/v2/${name}/manifests/${image.digest}`);
    assert.equal((await registry.ask('DELETE', path)).status, 202);
  });

  test('an immutable tag moves by no path, and is not deleted', async () => {
    const registry = await shared();
    const { ask } = registry;
    const name = 'manifests/immutable';
    const { id } = await registry.access.repository(name);
    await registry.database.pool.query(
      'update repositories set immutable_tags = $1 where id = $2',
      [['v*', 'stable'], id],
    );
    const first = await pushImage(registry, name, 'first', { tag: 'v1.0' });
    const second = await pushImage(registry, name, 'second', { tag: 'latest' });
    // The same again is no move.
    await pushImage(registry, name, 'first', { tag: 'v1.0' });
    const denied = [
      await put(registry, `${name}/manifests/v1.0`, second.text),
      await put(registry, `${name}/manifests/${second.digest}?tag=new&tag=v1.0`, second.text),
      await ask('DELETE', `/v2/${name}/manifests/v1.0`),
      await ask('DELETE', `/v2/${name}/manifests/${first.digest}`),
    ];
    for (const answer of denied) assert.deepEqual([answer.status, answer.code], [409, 'DENIED']);
    const read = await ask('GET', `/v2/${name}/manifests/v1.0`);
    assert.equal(read.headers['docker-content-digest'], first.digest);
    // Nothing of the refused push is there.
    assert.equal((await ask('GET', `/v2/${name}/manifests/new`)).status, 404);
    await pushImage(registry, name, 'second', { tag: 'unpatterned' });
    await pushImage(registry, name, 'first', { tag: 'unpatterned' });
    // Of many who make it at once, one does.
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        put(registry, `${name}/manifests/v2.0`, at % 2 === 0 ? first.text : second.text),
      ),
    );
    const won = answers
      .filter(({ status }) => status === 201)
      .map(({ headers }) => headers['docker-content-digest']);
    assert.equal(new Set(won).size, 1);
    assert.equal(won.length, 5);
  });

  test('a tag keeps its history: what it pointed to, when, by whom', async (context) => {
    const world = await registryWorld(context);
    const registry = await world.start();
    const name = 'manifests/history';
    const first = await pushImage(registry, name, 'first', { tag: 'latest' });
    world.clock.time += 1000;
    const second = await pushImage(registry, name, 'second', { tag: 'latest' });
    await pushImage(registry, name, 'second', { tag: 'latest' });
    await registry.ask('DELETE', `/v2/${name}/manifests/latest`, { token: 'bob|*:delete' });
    const { rows } = await world.database.pool.query(
      'select digest, moved_by, moved_at from tag_history order by id',
    );
    assert.deepEqual(
      rows.map(({ digest, moved_by: by, moved_at: at }) => [
        digest,
        by,
        at.getTime() - world.clock.time,
      ]),
      [
        [first.digest, 'tester', -1000],
        [second.digest, 'tester', 0],
        [null, 'bob', 0],
      ],
    );
  });

  test('the outbox and the listener hear of every push, also of one that changes nothing', async (context) => {
    const world = await registryWorld(context);
    const registry = await world.start();
    for (const tag of ['v1', 'v1', undefined]) {
      await pushImage(registry, 'manifests/outbox', 'same', tag === undefined ? {} : { tag });
    }
    const { rows } = await world.database.pool.query(
      'select tag, actor from push_events order by id',
    );
    assert.deepEqual(
      rows.map(({ tag, actor }) => [tag, actor]),
      [
        ['v1', 'tester'],
        ['v1', 'tester'],
        [null, 'tester'],
      ],
    );
    assert.deepEqual(
      world.pushed.map(({ tag }) => tag),
      ['v1', 'v1', undefined],
    );
  });
});
