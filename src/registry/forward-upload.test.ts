import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { UploadShelf } from './blob-store.ts';
import { peerHeader } from './peers.ts';
import type {
  RegistryUnderTest,
  RegistryWorld,
  StartOptions,
} from './registry-under-test.contract.ts';
import { digestOf, registryWorld } from './registry-under-test.contract.ts';

const [ONE, TWO] = ['1', '2'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`);
const NAME = 'acme/app';

/** Two processes on one database, one storage, and maybe one folder of uploads. */
async function pair(
  context: TestContext,
  options: (world: RegistryWorld, of: string) => StartOptions = () => ({}),
): Promise<{ world: RegistryWorld; one: RegistryUnderTest; two: RegistryUnderTest }> {
  const world = await registryWorld(context);
  const start = (peerId = ''): Promise<RegistryUnderTest> =>
    world.start({ peerId, ...options(world, peerId) });
  return { world, one: await start(ONE), two: await start(TWO) };
}

async function begin({ ask }: RegistryUnderTest): Promise<string> {
  return (await ask('POST', `/v2/${NAME}/blobs/uploads/`)).headers.location ?? assert.fail();
}

async function assertStored(registry: RegistryUnderTest, bytes: Buffer): Promise<void> {
  const read = await registry.ask('GET', `/v2/${NAME}/blobs/${digestOf(bytes)}`);
  assert.deepEqual(read.body, bytes);
}

test('an upload goes on wherever its client is sent: bytes, state, cancelling', async (context) => {
  const { world, one, two } = await pair(context);
  for (const size of [5, 3_000_000]) {
    const bytes = randomBytes(size);
    const half = Math.floor(size / 2);
    const location = await begin(one);
    const patched = await two.ask('PATCH', location, { body: bytes.subarray(0, half) });
    assert.equal(patched.status, 202);
    assert.equal(patched.headers.location, location);
    assert.equal(patched.headers.range, `0-${half - 1}`);
    const streamed = await two.ask('PATCH', location, {
      body: bytes.subarray(half),
      headers: { 'transfer-encoding': 'chunked', expect: '100-continue' },
    });
    assert.equal(streamed.headers.range, `0-${size - 1}`);
    for (const { ask } of [one, two]) {
      assert.equal((await ask('GET', location)).headers.range, `0-${size - 1}`);
    }
    const wrong = await two.ask('PATCH', location, {
      body: 'x',
      headers: { 'content-range': '0-0' },
    });
    assert.deepEqual([wrong.status, wrong.code], [416, 'BLOB_UPLOAD_INVALID']);
    const put = await two.ask('PUT', `${location}?digest=${digestOf(bytes)}`);
    assert.equal(put.status, 201, put.body.toString());
    await assertStored(two, bytes);
  }
  const cancelled = await begin(one);
  assert.equal((await two.ask('DELETE', cancelled)).status, 204);
  assert.equal((await one.ask('GET', cancelled)).code, 'BLOB_UPLOAD_UNKNOWN');
  assert.deepEqual(await readdir(join(world.folder, 'uploads')), []);
  assert.deepEqual(world.errors, []);
});

test('what the owner refuses, and its limits, reach the client through the other', async (context) => {
  const { one, two } = await pair(context, () => ({ limits: { blobBytes: 100_000 } }));
  const location = await begin(one);
  for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
    const answer = await two.ask('PATCH', location, { body: randomBytes(200_000), headers });
    assert.deepEqual([answer.status, answer.code], [413, 'SIZE_INVALID']);
  }
  const put = await two.ask('PUT', `${location}?digest=${digestOf('other')}`, { body: 'bytes' });
  assert.deepEqual([put.status, put.code], [400, 'DIGEST_INVALID']);
  const denied = await two.ask('GET', location, { token: 'tester|acme/other:pull,push' });
  assert.equal(denied.status, 401);
});

test('a client that goes away in the middle of a forwarded body leaves its bytes', async (context) => {
  const { one, two } = await pair(context);
  const location = await begin(one);
  const socket = connect(two.port, '127.0.0.1');
  const token = Buffer.from('tester|*:pull,push').toString('base64url');
  socket.write(
    `PATCH ${location} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
      'Content-Length: 1000000\r\n\r\n',
  );
  socket.write(randomBytes(300_000));
  await until(async () => (await one.ask('GET', location)).headers.range === '0-299999');
  socket.destroy();
  const bytes = await until(async () => {
    const answer = await two.ask('PATCH', location, {
      body: 'more',
      headers: { 'content-range': '300000-300003' },
    });
    return answer.status === 202;
  });
  assert.ok(bytes);
});

test('another goes on with the upload of a process that left, and of one that died', async (context) => {
  for (const end of ['leaves', 'dies'] as const) {
    const { world, one, two } = await pair(context);
    const bytes = randomBytes(900_000);
    const location = await begin(one);
    await one.ask('PATCH', location, { body: bytes.subarray(0, 400_000) });
    const id = location.split('/').at(-1) ?? '';
    const file = join(world.folder, 'uploads', id);
    if (end === 'dies') await copyFile(file, `${file}.kept`);
    await one.close();
    if (end === 'dies') {
      // As the kill leaves it: the row still says who works on it.
      await copyFile(`${file}.kept`, file);
      await rm(`${file}.kept`);
      await world.database.pool.query(
        `update uploads set owner_id = $1, owner_address = $2, released_bytes = null where id = $3`,
        [ONE, `http://127.0.0.1:${one.port}`, id],
      );
    }
    const rest = await two.ask('PUT', `${location}?digest=${digestOf(bytes)}`, {
      body: bytes.subarray(400_000),
      headers: { 'content-range': '400000-899999' },
    });
    assert.equal(rest.status, 201, `${end}: ${rest.body.toString()}`);
    await assertStored(two, bytes);
    assert.deepEqual(await readdir(join(world.folder, 'uploads')), []);
  }
});

test('an owner that only seemed dead does no harm to what another goes on with', async (context) => {
  const { world, one, two } = await pair(context);
  const bytes = randomBytes(600_000);
  const location = await begin(one);
  await one.ask('PATCH', location, { body: bytes.subarray(0, 300_000) });
  await world.database.pool.query('update uploads set owner_address = $1', ['http://127.0.0.1:9']);
  const there = { headers: { 'content-range': '300000-599999' }, body: bytes.subarray(300_000) };
  assert.equal((await two.ask('PATCH', location, there)).status, 202);
  // The first one still has the upload, and its own file, which nobody else reads any more.
  await one.ask('PATCH', location, { body: randomBytes(1000) });
  const stale = await one.ask('PUT', `${location}?digest=${digestOf(bytes)}`);
  assert.ok(stale.status >= 400);
  const put = await two.ask('PUT', `${location}?digest=${digestOf(bytes)}`);
  // It may have ended the upload; then its client is told so and begins again.
  assert.ok(put.status === 201 || put.code === 'BLOB_UPLOAD_UNKNOWN', String(put.status));
  if (put.status === 201) await assertStored(two, bytes);
});

test('where uploads are on no shared folder, one that leaves puts them on the shelf', async (context) => {
  const { world, one, two } = await pair(context, ({ folder }, of) => ({
    spoolFolder: join(folder, `uploads-${of}`),
    ports: { shelf: folderShelf(join(folder, 'shelf')) },
  }));
  const bytes = randomBytes(700_000);
  const [begun, empty] = [await begin(one), await begin(one)];
  await one.ask('PATCH', begun, { body: bytes.subarray(0, 500_000) });
  await one.close();
  await rm(join(world.folder, `uploads-${ONE}`), { recursive: true });
  assert.equal((await two.ask('GET', begun)).headers.range, '0-499999');
  await two.ask('PATCH', begun, { body: bytes.subarray(500_000) });
  const put = await two.ask('PUT', `${begun}?digest=${digestOf(bytes)}`);
  assert.equal(put.status, 201, put.body.toString());
  await assertStored(two, bytes);
  const whole = await two.ask('PUT', `${empty}?digest=${digestOf('whole')}`, { body: 'whole' });
  assert.equal(whole.status, 201, whole.body.toString());
  assert.deepEqual(await readdir(join(world.folder, 'shelf')), []);
});

test('an upload that is lost with its process is refused clearly, and the blob begun again', async (context) => {
  const { world, one, two } = await pair(context, ({ folder }, of) => ({
    spoolFolder: join(folder, `uploads-${of}`),
    ports: { shelf: folderShelf(join(folder, 'shelf')) },
    limits: { ownerReturnsMs: 500 },
  }));
  const location = await begin(one);
  await one.ask('PATCH', location, { body: 'bytes' });
  await one.close();
  await world.database.pool.query(
    'update uploads set owner_id = $1, owner_address = $2, released_bytes = null',
    [ONE, `http://127.0.0.1:${one.port}`],
  );
  const lost = await two.ask('PATCH', location, { body: 'more' });
  assert.deepEqual([lost.status, lost.code], [404, 'BLOB_UPLOAD_UNKNOWN']);
  assert.match(lost.body.toString(), /start a new one/);
});

test('nobody but the servers can say that they pass a request on', async (context) => {
  const { one, two, world } = await pair(context);
  const location = await begin(one);
  const request = { method: 'PATCH', url: location };
  const signed = (secret: string, what: object = {}): Readonly<Record<string, string>> =>
    peerHeader(
      { self: { id: TWO ?? '', address: '' }, secrets: [Buffer.alloc(32, secret)] },
      { ...request, ...what },
      { to: ONE ?? '', address: '203.0.113.7', now: world.clock.now() },
    );
  const patch = async (headers: Readonly<Record<string, string>>): Promise<unknown> =>
    (await one.ask('PATCH', location, { body: 'x', headers })).status;
  assert.equal(await patch(signed('peers')), 202);
  for (const forged of [
    signed('guessed'),
    signed('peers', { method: 'PUT' }),
    signed('peers', { url: `${location}?x=1` }),
    { 'drydock-peer': signed('peers')['drydock-peer']?.replace('203', '204') ?? '' },
    { 'drydock-peer': '' },
    { 'drydock-peer': 'x'.repeat(500) },
  ]) {
    assert.equal(await patch(forged), 403);
  }
  world.clock.time += 10 * 60_000;
  const late = signed('peers');
  world.clock.time += 6 * 60_000;
  assert.equal(await patch(late), 403);
  // What is meant for one is nothing for the other; and it is passed on no further.
  const misled = await two.ask('PATCH', location, { body: 'x', headers: signed('peers') });
  assert.equal(misled.status, 421);
  const unsigned = await one.ask('PATCH', location, { headers: signed('peers'), token: '' });
  assert.equal(unsigned.status, 401, 'a right of its own is still asked for');
});

function folderShelf(folder: string): UploadShelf {
  const path = (id: string): string => join(folder, id);
  return {
    async put(id, file) {
      await mkdir(folder, { recursive: true });
      await copyFile(file, path(id));
    },
    async fetch(id, file) {
      if (!(await stat(path(id)).catch(() => undefined))) return false;
      await copyFile(path(id), file);
      return true;
    },
    remove: (id) => rm(path(id), { force: true }),
  };
}

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
