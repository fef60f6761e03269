import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Log, failure, err, ok } from '../base/index.ts';
import type { AdvisorySnapshot, Digest } from '../model/index.ts';
import { osvRecords, smallMirror, temporaryFolder, writeMirror } from './feeds/mirror.contract.ts';
import type { LentSnapshot } from './lent-snapshot.ts';
import { withLentSnapshot } from './lent-snapshot.ts';
import { makeZip } from './make-zip.contract.ts';
import { ServerSnapshot } from './server-snapshot.ts';
import { buildFrom } from './update.ts';

const CLOCK = { now: () => Date.now() };
const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Lender {
  readonly lent: LentSnapshot;
  readonly asked: Digest[];
  readonly server: ServerSnapshot;
  readonly folder: string;
}

function temporary(t: TestContext): string {
  const folder = temporaryFolder();
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const canary = () => Promise.reject(new Error('asked'));

/** What a server with these feeds lends, and what was asked of it. */
async function lenderOf(t: TestContext, mirror: string): Promise<Lender> {
  const folder = temporary(t);
  const built = await buildFrom(mirror, { folder, clock: CLOCK });
  assert.ok(built.ok);
  const intervals = { byName: new Map() };
  const isOffline = true;
  const options = {
    folder,
    origins: mirror,
    isOffline,
    intervals,
    canary,
    clock: CLOCK,
    log: QUIET,
  };
  const server = await ServerSnapshot.open(options);
  assert.ok(server.ok);
  const { number, digest, checked } = server.value.status();
  const asked: Digest[] = [];
  const lent: LentSnapshot = {
    number,
    digest,
    checked: new Map(Object.entries(checked)),
    blob: (part) => {
      asked.push(part);
      const bytes = server.value.part(part);
      return Promise.resolve(bytes ? ok(bytes) : err(failure('test.missing', part)));
    },
  };
  return { lent, asked, server: server.value, folder };
}

/** Like a report: what matching asks for first, then texts and contexts of what it found. */
function said(snapshot: AdvisorySnapshot): unknown {
  const entries = snapshot.entriesOf('npm', 'p3');
  const ids = entries.map(({ advisory }) => advisory.id);
  return [
    snapshot.number,
    snapshot.digest,
    snapshot.createdAt,
    snapshot.coverageOf('npm'),
    ids,
    ids.map((id) => snapshot.textsOf(id)),
    snapshot.contextOf('CVE-2024-1'),
  ];
}

test('what is done with a lent snapshot is what its owner does, with only the parts that it takes', async (t) => {
  const { lent, asked, server } = await lenderOf(t, smallMirror());
  const options = { folder: temporary(t), clock: CLOCK, namespaces: ['npm'] };
  const there = said(server.current());
  const here = await withLentSnapshot(lent, options, said);
  assert.deepEqual(here, ok(there));
  assert.match(JSON.stringify(there), /about GHSA-3/);
  const current = server.current();
  assert.equal(asked[0], current.digest);
  assert.equal(new Set(asked).size, asked.length, 'nothing is asked for twice');
  const all = readdirSync(join(options.folder, 'blobs/sha256'));
  assert.equal(all.length, asked.length);
  asked.length = 0;
  assert.deepEqual(await withLentSnapshot(lent, options, said), ok(there));
  assert.deepEqual(asked, [], 'what is here is not fetched again');
  assert.deepEqual(readdirSync(options.folder), ['blobs'], 'nothing is made active');
});

test('bytes that are not those of the digest are not taken, here or from there', async (t) => {
  const { lent } = await lenderOf(t, smallMirror());
  const folder = temporary(t);
  const options = { folder, clock: CLOCK, namespaces: ['npm'] };
  const forged: LentSnapshot = {
    ...lent,
    blob: async (part, size) => {
      const real = await lent.blob(part, size);
      if (!real.ok || part === lent.digest) return real;
      return ok(Buffer.concat([real.value, Buffer.from('x')]));
    },
  };
  const refused = await withLentSnapshot(forged, options, said);
  assert.equal(refused.ok ? '' : refused.error.code, 'advisory.shard.corrupt');
  const right = await withLentSnapshot(lent, options, said);
  for (const hex of readdirSync(join(folder, 'blobs/sha256'))) {
    const path = join(folder, 'blobs/sha256', hex);
    writeFileSync(path, readFileSync(path).fill(0, 0, 4));
  }
  assert.deepEqual(await withLentSnapshot(lent, options, said), right, 'damage here is mended');
});

test('parts of what was lent before go when they are of no use any more', async (t) => {
  const mirror = smallMirror();
  const { lent } = await lenderOf(t, mirror);
  const folder = temporary(t);
  const options = { folder, clock: CLOCK, namespaces: ['npm'] };
  assert.ok((await withLentSnapshot(lent, options, said)).ok);
  const blobs = join(folder, 'blobs/sha256');
  const before = readdirSync(blobs);
  for (const hex of before) utimesSync(join(blobs, hex), new Date(0), new Date(0));
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(osvRecords(11)) });
  const newer = await lenderOf(t, mirror);
  assert.deepEqual(
    await withLentSnapshot(newer.lent, options, said),
    ok(said(newer.server.current())),
  );
  const after = new Set(readdirSync(blobs));
  assert.ok(!after.has(lent.digest.slice('sha256:'.length)));
  assert.ok(before.some((hex) => after.has(hex)) && before.some((hex) => !after.has(hex)));
});

test('who was told of a snapshot gets it, though another was activated meanwhile', async (t) => {
  const mirror = smallMirror();
  const { lent, server, folder } = await lenderOf(t, mirror);
  const before = said(server.current());
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(osvRecords(11)) });
  assert.ok((await buildFrom(mirror, { folder, clock: CLOCK })).ok);
  server.lookAgain();
  assert.notEqual(server.current().digest, lent.digest);
  const options = { folder: temporary(t), clock: CLOCK, namespaces: ['npm'] };
  assert.deepEqual(await withLentSnapshot(lent, options, said), ok(before));
});
