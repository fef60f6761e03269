import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { recordOf } from '../src/base/index.ts';
import { startEmbeddedDatabase } from '../src/store/embedded/embedded-database.ts';
import { QUIET, taken } from '../src/store/test-database.contract.ts';
import { scratch } from './support/drydock.ts';
import { DRYDOCK, startDrydock } from './support/drydock-server.ts';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

async function pushBlob(host: string, bytes: Uint8Array): Promise<object> {
  const digest = digestOf(bytes);
  const url = `http://${host}/v2/open/app/blobs/uploads/?digest=${digest}`;
  const answer = await fetch(url, { method: 'POST', body: new Uint8Array(bytes) });
  assert.equal(answer.status, 201, await answer.text());
  return { mediaType: 'application/octet-stream', digest, size: bytes.length };
}

async function pushImage(host: string, tag: string): Promise<string> {
  const [config, layer] = [Buffer.from('{}'), randomBytes(50_000)];
  const parts = [await pushBlob(host, config), await pushBlob(host, layer)];
  const [first, second] = parts;
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: first,
    layers: [second],
  });
  const url = `http://${host}/v2/open/app/manifests/${tag}`;
  const answer = await fetch(url, { method: 'PUT', body, headers: { 'content-type': MANIFEST } });
  assert.equal(answer.status, 201, await answer.text());
  return digestOf(body);
}

/** Manifest and blobs of a tag, each hashed. */
async function pullImage(host: string, tag: string): Promise<string> {
  const read = async (path: string): Promise<Buffer> => {
    const answer = await fetch(`http://${host}/v2/open/app/${path}`, {
      headers: { accept: MANIFEST },
    });
    assert.equal(answer.status, 200, `${path}: ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  };
  const manifest = await read(`manifests/${tag}`);
  const { config, layers } = recordOf(JSON.parse(manifest.toString()));
  for (const part of [config, ...(Array.isArray(layers) ? layers : [])]) {
    const digest = String(recordOf(part)['digest']);
    assert.equal(digestOf(await read(`blobs/${digest}`)), digest);
  }
  return digestOf(manifest);
}

function drydock(args: readonly string[], env: Readonly<Record<string, string>>): string {
  const ran = spawnSync(DRYDOCK, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: scratch, ...env },
    encoding: 'utf8',
    timeout: 120_000,
  });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout;
}

const folder = (): string => mkdtempSync(join(scratch, 'data-'));

test('a backup made during pushes restores on another PostgreSQL, and from there back (A17)', async (t) => {
  const first = await startDrydock({ data: folder() });
  t.after(() => first.stop());
  const acknowledged = new Map<string, string>();
  for (let n = 0; n < 5; n += 1) acknowledged.set(`a${n}`, await pushImage(first.host, `a${n}`));
  const over = new AbortController();
  const pushing = (async () => {
    for (let n = 0; !over.signal.aborted; n += 1) await pushImage(first.host, `during-${n}`);
  })();
  const file = join(folder(), 'backup.tar.zst');
  const before = new Map(acknowledged);
  const told = drydock(['backup', file, '--with-key'], { DRYDOCK_DATA: first.data });
  over.abort();
  await pushing;
  assert.match(told, /\d+ rows of \d+ tables and \d+ blobs/);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(await first.stop(), 0);

  const databaseFolder = folder();
  const database = taken(await startEmbeddedDatabase({ dataFolder: databaseFolder, log: QUIET }));
  t.after(() => database.stop());
  const elsewhere = { DRYDOCK_DATA: folder(), DRYDOCK_DATABASE_URL: database.url };
  assert.match(drydock(['restore', file], elsewhere), /restored the state of .*The key is in/s);
  const second = await startDrydock({ data: elsewhere.DRYDOCK_DATA, env: elsewhere });
  t.after(() => second.stop());
  for (const [tag, digest] of before) assert.equal(await pullImage(second.host, tag), digest);
  before.set('after', await pushImage(second.host, 'after'));

  const back = join(folder(), 'back.tar.zst');
  drydock(['backup', back], elsewhere);
  const own = { DRYDOCK_DATA: folder() };
  assert.match(drydock(['restore', back], own), /put the key of the old instance into/);
  const third = await startDrydock({
    data: own.DRYDOCK_DATA,
    env: { DRYDOCK_SECRET_KEY_FILE: join(elsewhere.DRYDOCK_DATA, 'secret.key') },
  });
  t.after(() => third.stop());
  for (const [tag, digest] of before) assert.equal(await pullImage(third.host, tag), digest);
});
