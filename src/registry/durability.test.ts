import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { stringsOf } from '../base/index.ts';
import { registryRecords } from '../store/index.ts';
import type { BlobStore } from './blob-store.ts';
import { DEFAULT_GARBAGE_OPTIONS } from './collect-garbage.ts';
import type { RegistryUnderTest } from './registry-under-test.contract.ts';
import {
  CONFIG,
  digestOf,
  IMAGE,
  pushBlob,
  pushImage,
  registryWorld,
} from './registry-under-test.contract.ts';

test('a blob is verified, reserved, stored, recorded and only then acknowledged', async (context) => {
  const world = await registryWorld(context);
  const order: string[] = [];
  const records = registryRecords(world.database.kysely);
  const { ask } = await world.start({
    blobs: {
      ...world.blobs,
      async keep(...blob) {
        order.push('keep');
        await world.blobs.keep(...blob);
        order.push('kept');
      },
    },
    ports: {
      records: {
        ...records,
        async reserveBlob(...blob) {
          const isStored = await records.reserveBlob(...blob);
          order.push('reserved');
          return isStored;
        },
        async recordBlob(...blob) {
          order.push('record');
          const recorded = await records.recordBlob(...blob);
          order.push('recorded');
          return recorded;
        },
      },
    },
  });
  await pushBlob({ ask }, 'acme/app', 'bytes');
  order.push('answered');
  assert.deepEqual(order, ['reserved', 'keep', 'kept', 'record', 'recorded', 'answered']);
});

test('trouble between storing and recording leaves garbage only, and the same push works after', async (context) => {
  const world = await registryWorld(context);
  const records = registryRecords(world.database.kysely);
  let fails = true;
  const { ask } = await world.start({
    ports: {
      records: {
        ...records,
        async recordBlob(...blob) {
          if (fails) throw new Error('the database is gone');
          return await records.recordBlob(...blob);
        },
      },
    },
  });
  const digest = digestOf('bytes');
  const path = `/v2/acme/app/blobs/uploads/?digest=${digest}`;
  assert.equal((await ask('POST', path, { body: 'bytes' })).status, 500);
  assert.match(world.errors.join(), /the database is gone/);
  assert.equal((await ask('HEAD', `/v2/acme/app/blobs/${digest}`)).status, 404);
  fails = false;
  await pushBlob({ ask }, 'acme/app', 'bytes');
  assert.equal((await ask('GET', `/v2/acme/app/blobs/${digest}`)).body.toString(), 'bytes');
});

test('the PUT of an upload whose record failed is taken when it comes again', async (context) => {
  const world = await registryWorld(context);
  const records = registryRecords(world.database.kysely);
  let fails = true;
  const { ask } = await world.start({
    ports: {
      records: {
        ...records,
        async recordBlob(...blob) {
          if (fails) throw Object.assign(new Error('it shuts down'), { code: '57P01' });
          return await records.recordBlob(...blob);
        },
      },
    },
  });
  for (const size of [1000, 900_000]) {
    const bytes = randomBytes(size);
    fails = true;
    const started = await ask('POST', '/v2/acme/app/blobs/uploads/');
    const location = started.headers.location ?? '';
    await ask('PATCH', location, { body: bytes });
    const put = `${location}?digest=${digestOf(bytes)}`;
    const refused = await ask('PUT', put);
    assert.deepEqual([refused.status, refused.code], [503, 'UNAVAILABLE']);
    fails = false;
    assert.equal((await ask('PUT', put)).status, 201);
    const read = await ask('GET', `/v2/acme/app/blobs/${digestOf(bytes)}`);
    assert.deepEqual(read.body, bytes);
  }
});

test('who pushes to a repository that is deleted meanwhile is told so (A11)', async (context) => {
  const world = await registryWorld(context);
  const records = registryRecords(world.database.kysely);
  const forget = (): Promise<unknown> =>
    world.database.kysely.deleteFrom('repositories').where('name', '=', 'acme/app').execute();
  const { ask } = await world.start({
    ports: {
      records: {
        ...records,
        async startUpload(row) {
          if (row.algorithm === 'sha512') await forget();
          return await records.startUpload(row);
        },
        async recordBlob(...blob) {
          await forget();
          return await records.recordBlob(...blob);
        },
      },
    },
  });
  for (const query of [`digest=${digestOf('bytes')}`, 'digest-algorithm=sha512']) {
    const path = `/v2/acme/app/blobs/uploads/?${query}`;
    const refused = await ask('POST', path, { body: 'bytes' });
    assert.deepEqual([refused.status, refused.code], [404, 'NAME_UNKNOWN'], query);
    assert.deepEqual(await readdir(join(world.folder, 'uploads')), []);
  }
  assert.deepEqual(world.errors, []);
});

test('an upload goes on in the next process, whatever its size and algorithm', async (context) => {
  const world = await registryWorld(context);
  for (const [size, algorithm] of [
    [1000, 'sha256'],
    [900_000, 'sha256'],
    [900_000, 'sha512'],
  ] as const) {
    const bytes = randomBytes(size);
    const half = size / 2;
    const first = await world.start();
    const started = await first.ask('POST', '/v2/acme/app/blobs/uploads/');
    const location = started.headers.location ?? '';
    await first.ask('PATCH', location, { body: bytes.subarray(0, half) });
    await first.close();
    const second = await world.start();
    assert.equal((await second.ask('GET', location)).headers['range'], `0-${half - 1}`);
    const digest = digestOf(bytes, algorithm);
    const put = await second.ask('PUT', `${location}?digest=${digest}`, {
      body: bytes.subarray(half),
      headers: { 'content-range': `${half}-${size - 1}` },
    });
    assert.equal(put.status, 201, put.body.toString());
    assert.deepEqual((await second.ask('GET', `/v2/acme/app/blobs/${digest}`)).body, bytes);
    await second.close();
  }
});

test('abandoned uploads are cleared away, live ones are kept', async (context) => {
  const world = await registryWorld(context);
  const first = await world.start();
  await Promise.all(Array.from({ length: 40 }, () => begin(first)));
  await first.close();
  const second = await world.start();
  const open = await begin(second);
  const live = await begin(second);
  world.clock.time += 23 * 3_600_000;
  assert.equal((await second.ask('PATCH', live, { body: 'more' })).status, 202);
  world.clock.time += 2 * 3_600_000;
  const report = await second.registry.collectGarbage(DEFAULT_GARBAGE_OPTIONS);
  assert.equal(report.abandonedUploads, 41);
  assert.equal((await readdir(join(world.folder, 'uploads'))).length, 1);
  assert.equal((await second.ask('GET', open)).status, 404);
  assert.equal((await second.ask('GET', live)).headers['range'], '0-13');
});

test('of many pushes of one tag the last one wins, all are told the truth, and history has all', async (context) => {
  const world = await registryWorld(context);
  const registry = await world.start();
  for (let round = 0; round < 2; round += 1) {
    const images = await Promise.all(
      Array.from({ length: 15 }, (_, at) => pushImage(registry, 'acme/race', `${round} ${at}`)),
    );
    const tag = `new-${round}`;
    const answers = await Promise.all(
      images.map(({ text }) =>
        registry.ask('PUT', `/v2/acme/race/manifests/${tag}`, {
          body: text,
          headers: { 'content-type': IMAGE },
        }),
      ),
    );
    for (const { status, body } of answers) assert.equal(status, 201, body.toString());
    const { rows } = await world.database.pool.query(
      'select digest from tag_history where name = $1 order by id',
      [tag],
    );
    const read = await registry.ask('GET', `/v2/acme/race/manifests/${tag}`);
    const digests = rows.map(({ digest }) => String(digest));
    assert.deepEqual(digests.toSorted(), images.map(({ digest }) => digest).toSorted());
    assert.ok(digests.includes(String(read.headers['docker-content-digest'])));
  }
  assert.deepEqual(world.errors, []);
});

test('many who push the same image at once all succeed, and it is stored once', async (context) => {
  const world = await registryWorld(context);
  const kept: string[] = [];
  const registry = await world.start({
    blobs: {
      ...world.blobs,
      async keep(digest, ...file) {
        kept.push(digest);
        await world.blobs.keep(digest, ...file);
      },
    },
  });
  const layer = randomBytes(400_000).toString('hex');
  await Promise.all(
    Array.from({ length: 32 }, (_, at) =>
      pushImage(registry, `acme/same-${at % 4}`, layer, { tag: `t${at}` }),
    ),
  );
  const stored = await Array.fromAsync(world.blobs.list());
  assert.deepEqual(
    stored.map(({ digest }) => String(digest)).toSorted(),
    [digestOf(layer), digestOf('{}')].toSorted(),
  );
  const { rows } = await world.database.pool.query('select digest from blobs');
  assert.equal(rows.length, 2);
  assert.deepEqual(world.errors, []);
  // And again: what is stored is not stored anew.
  const before = kept.length;
  await pushImage(registry, 'acme/same-0', layer);
  assert.equal(kept.length, before);
});

test('deleting and pushing the same things at once ends without errors and without dangling tags', async (context) => {
  const world = await registryWorld(context);
  const registry = await world.start();
  const image = await pushImage(registry, 'acme/torn', 'torn', { tag: 'v1' });
  const statuses = new Set<number>();
  const once = async (method: string, what: string): Promise<void> => {
    const body = method === 'PUT' ? { body: image.text, headers: { 'content-type': IMAGE } } : {};
    statuses.add((await registry.ask(method, `/v2/acme/torn/${what}`, body)).status);
  };
  for (let round = 0; round < 8; round += 1) {
    await Promise.all([
      once('PUT', 'manifests/v1'),
      once('DELETE', `manifests/${image.digest}`),
      once('PUT', 'manifests/v2'),
      once('DELETE', 'manifests/v1'),
      once('DELETE', `blobs/${digestOf('torn')}`),
      once('GET', 'manifests/v1'),
    ]);
    const listed = (await registry.ask('GET', '/v2/acme/torn/tags/list')).json();
    for (const tag of stringsOf(listed['tags'])) {
      const read = await registry.ask('GET', `/v2/acme/torn/manifests/${tag}`);
      assert.equal(read.body.toString(), image.text);
      assert.equal(
        (await registry.ask('GET', `/v2/acme/torn/blobs/${digestOf('torn')}`)).status,
        200,
      );
    }
    await pushImage(registry, 'acme/torn', 'torn', { tag: 'v1' });
  }
  assert.deepEqual(
    [...statuses].filter((status) => status >= 500),
    [],
  );
  assert.deepEqual(world.errors, []);
});

test('what was deleted through one server is gone from all of them within a second', async (context) => {
  const world = await registryWorld(context);
  const [first, second] = [await world.start(), await world.start()];
  const old = await pushImage(first, 'acme/shared', 'old', { tag: 'latest' });
  const signature = await pushImage(first, 'acme/shared', 'signature', {
    more: { subject: old.descriptor },
  });
  const digestAt = async (reference: string): Promise<unknown> => {
    const answer = await second.ask('GET', `/v2/acme/shared/manifests/${reference}`);
    return answer.headers['docker-content-digest'];
  };
  assert.equal(await digestAt('latest'), old.digest);
  assert.equal(await digestAt(signature.digest), signature.digest);
  const moved = await pushImage(first, 'acme/shared', 'new', { tag: 'latest' });
  await soon(() => digestAt('latest'), moved.digest);
  await first.ask('DELETE', `/v2/acme/shared/manifests/${signature.digest}`);
  await soon(() => digestAt(signature.digest), undefined);
  await first.ask('DELETE', '/v2/acme/shared/manifests/latest');
  await soon(() => digestAt('latest'), undefined);
  await first.ask('DELETE', `/v2/acme/shared/manifests/${old.digest}`);
  const { id } = await world.access.repository('acme/shared');
  await world.database.pool.query('delete from repositories where id = $1', [id]);
  await soon(() => digestAt(moved.digest), undefined);
});

test('a quota that is reached refuses the blob, takes no room, and lets smaller ones in', async (context) => {
  const world = await registryWorld(context);
  const { ask } = await world.start();
  await world.access.repository('small/app', 1000);
  await pushBlob({ ask }, 'small/app', 'x'.repeat(600));
  const post = (name: string, bytes: string): ReturnType<typeof ask> =>
    ask('POST', `/v2/${name}/blobs/uploads/?digest=${digestOf(bytes)}`, { body: bytes });
  const over = await post('small/other', 'y'.repeat(401));
  assert.deepEqual([over.status, over.code], [403, 'DENIED']);
  assert.match(over.body.toString(), /600 of the 1000 bytes/);
  assert.equal((await readdir(join(world.folder, 'uploads'))).length, 0);
  assert.equal((await Array.fromAsync(world.blobs.list())).length, 1);
  // What the namespace has already costs nothing more.
  assert.equal((await post('small/other', 'x'.repeat(600))).status, 201);
  const both = await Promise.all([
    post('small/app', 'a'.repeat(300)),
    post('small/other', 'b'.repeat(300)),
  ]);
  assert.deepEqual(new Set(both.map(({ status }) => status)), new Set([201, 403]));
  const config = await pushBlob({ ask }, 'small/app', '{}', CONFIG);
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: IMAGE, config, layers: [] });
  assert.equal((await ask('PUT', '/v2/small/app/manifests/v1', { body: manifest })).status, 201);
});

test('who follows uploads hears of each start, growth and end', async (context) => {
  const world = await registryWorld(context);
  const heard: unknown[] = [];
  const { ask } = await world.start({
    observer: {
      started: ({ repository }) => heard.push(['started', repository]),
      grew: (_id, bytes) => heard.push(['grew', bytes]),
      committed: (_id, digest) => heard.push(['committed', digest]),
      abandoned: () => heard.push(['abandoned']),
    },
  });
  const started = await ask('POST', '/v2/acme/followed/blobs/uploads/');
  const location = started.headers.location ?? '';
  await ask('PATCH', location, { body: 'abc' });
  await ask('PUT', `${location}?digest=${digestOf('abcdef')}`, { body: 'def' });
  await ask('POST', `/v2/acme/followed/blobs/uploads/?digest=${digestOf('x')}`, { body: 'y' });
  assert.deepEqual(heard, [
    ['started', 'acme/followed'],
    ['grew', 3],
    ['grew', 6],
    ['committed', digestOf('abcdef')],
    ['started', 'acme/followed'],
    ['grew', 1],
    ['abandoned'],
  ]);
});

test('a disk that is full is told with 507, and the next push works', async (context) => {
  const world = await registryWorld(context);
  let isFull = true;
  const full: BlobStore = {
    ...world.blobs,
    async keep(...blob) {
      if (isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      await world.blobs.keep(...blob);
    },
  };
  const registry = await world.start({ blobs: full });
  const path = `/v2/acme/full/blobs/uploads/?digest=${digestOf('bytes')}`;
  const refused = await registry.ask('POST', path, { body: 'bytes' });
  assert.deepEqual([refused.status, refused.code], [507, 'BLOB_UPLOAD_INVALID']);
  isFull = false;
  await pushImage(registry, 'acme/full', 'bytes', { tag: 'v1' });
});

/** Starts an upload and sends a few bytes. */
async function begin({ ask }: RegistryUnderTest): Promise<string> {
  const started = await ask('POST', '/v2/acme/app/blobs/uploads/');
  await ask('PATCH', started.headers.location ?? '', { body: 'some bytes' });
  return started.headers.location ?? '';
}

/** Holds within a second. */
async function soon(what: () => Promise<unknown>, expected: unknown): Promise<void> {
  const deadline = Date.now() + 1000;
  while ((await what()) !== expected && Date.now() < deadline) continue;
  assert.equal(await what(), expected);
}
