import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { parseDigest } from '../../model/index.ts';
import {
  pushImage,
  pushIndex,
  registryWorld,
} from '../../registry/registry-under-test.contract.ts';
import type { RegistryWorld } from '../../registry/registry-under-test.contract.ts';
import { openDatabase, openDump } from '../../store/index.ts';
import { QUIET, taken, withEmptyDatabase } from '../../store/test-database.contract.ts';
import { backup, restore } from './backup-commands.ts';
import type { BackupWorld } from './backup-commands.ts';
import type { Progress } from './format.ts';

interface Instance {
  readonly world: BackupWorld;
  readonly url: string;
  readonly folder: string;
  readonly told: Progress[];
}

/** Where a server could run: a data folder and the address of a database. */
async function instance(t: TestContext, url: string, blobs?: string): Promise<Instance> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-backup-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const told: Progress[] = [];
  const world: BackupWorld = {
    config: {
      dataFolder: folder,
      databaseUrl: url,
      blobs: { kind: 'folder', address: blobs ?? join(folder, 'blobs') },
      secretKeyFile: join(folder, 'secret.key'),
    },
    version: '0.1.0',
    clock: { now: () => Date.UTC(2026, 6, 1) },
    log: QUIET,
    onProgress: (progress) => told.push(progress),
  };
  return { world, url, folder, told };
}

function instanceOf(t: TestContext, { database, folder }: RegistryWorld): Promise<Instance> {
  return instance(t, database.url, join(folder, 'blobs'));
}

async function emptyInstance(t: TestContext): Promise<Instance> {
  return instance(t, await withEmptyDatabase(t));
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const database = taken(await openDatabase({ url, log: QUIET, connections: 1 }));
  try {
    return (await database.pool.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await database.close();
  }
}

/** All rows of a table, as the server writes them. */
function rowsOf(url: string, table: string): Promise<unknown[]> {
  return ask(url, `SELECT t::text FROM ${table} AS t ORDER BY 1`);
}

const KEPT = [
  'users',
  'namespaces',
  'repositories',
  'blobs',
  'repository_blobs',
  'manifests',
  'manifest_children',
  'repository_manifests',
  'tags',
  'tag_history',
  'push_events',
  'audit_log',
];

/** Values that a text format may trip over. */
async function addOddRows({ database }: RegistryWorld): Promise<void> {
  await database.pool.query(
    `INSERT INTO users (name, display_name, is_administrator, second_step, created_at)
     VALUES ('alice', $1, true, '\\x00ff5c0a', '2026-01-02 03:04:05.678901+02')`,
    ['tab\t newline\n back\\slash \\N ünï 🚢'],
  );
}

test('a backup brings back every row, counter and blob, in another instance', async (t) => {
  const source = await registryWorld(t);
  const registry = await source.start();
  const image = await pushImage(registry, 'acme/app', 'x'.repeat(3_000_000), { tag: 'v1' });
  await pushImage(registry, 'acme/app', 'second', { tag: 'v1' });
  await pushIndex(registry, 'acme/app', [image.descriptor], { tag: 'all' });
  await addOddRows(source);
  const from = await instanceOf(t, source);
  const file = join(from.folder, 'kept.tar.zst');
  const written = taken(await backup(file, false, from.world));
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(written.blobs >= 3 && written.rows > 10, JSON.stringify(written));

  const to = await emptyInstance(t);
  const restored = taken(await restore(file, to.world));
  assert.deepEqual(
    [restored.rows, restored.tables, restored.blobs, restored.madeAt],
    [written.rows, written.tables, written.blobs, '2026-07-01T00:00:00.000Z'],
  );
  for (const table of KEPT) {
    assert.deepEqual(await rowsOf(to.url, table), await rowsOf(from.url, table), table);
  }
  const [counted] = await ask(
    to.url,
    `INSERT INTO tag_history (repository_id, name, moved_at, moved_by)
     SELECT id, 'next', now(), 'alice' FROM repositories
     RETURNING id > (SELECT max(id) FROM tag_history) AS "isNext"`,
  );
  assert.deepEqual(counted, { isNext: true });
  assert.ok(to.told.some(({ what, bytes, total }) => what === 'blobs' && bytes === total));
  assert.equal(existsSync(join(to.folder, 'restoring')), false);
});

test('a backup made while images are pushed names no blob that it does not hold', async (t) => {
  const source = await registryWorld(t);
  const registry = await source.start();
  const from = await instanceOf(t, source);
  for (let n = 0; n < 5; n += 1) {
    await pushImage(registry, 'acme/app', `before ${n}`, { tag: `before-${n}` });
  }
  const over = new AbortController();
  const push = async (who: string): Promise<void> => {
    for (let n = 0; !over.signal.aborted; n += 1) {
      const name = `acme/${who}`;
      const { digest } = await pushImage(registry, name, `${who} ${n}`, { tag: `t${n % 3}` });
      if (n % 4 === 3) await registry.ask('DELETE', `/v2/${name}/manifests/${digest}`);
    }
  };
  const pushes = Promise.all(['one', 'two'].map((who) => push(who)));
  for (let round = 0; round < 3; round += 1) {
    const file = join(from.folder, `round-${round}`);
    taken(await backup(file, false, from.world));
    const to = await emptyInstance(t);
    taken(await restore(file, to.world));
    const before = `SELECT count(*)::int AS count FROM tags WHERE name LIKE 'before-%'`;
    assert.deepEqual(await ask(to.url, before), [{ count: 5 }]);
    const blobs = `SELECT DISTINCT b.blob_digest AS digest FROM manifest_blobs b
      JOIN repository_manifests r ON r.digest = b.manifest_digest`;
    for (const row of await ask(to.url, blobs)) {
      const [, hex = ''] = JSON.stringify(row).split(/sha256:|"}/);
      const path = join(to.folder, 'blobs', 'sha256', hex.slice(0, 2), hex);
      assert.ok(existsSync(path), `${hex} is missing`);
    }
  }
  over.abort();
  await pushes;
});

test('no object is removed while a backup reads', async (t) => {
  const source = await registryWorld(t);
  const { registry, ask: request } = await source.start();
  const { digest } = await pushImage({ ask: request }, 'acme/app', 'gone soon', { tag: 'v1' });
  await request('DELETE', `/v2/acme/app/manifests/${digest}`);
  const collect = async (): Promise<number> => {
    source.clock.time += 100_000_000;
    const options = { untagged: 'remove', sweepAfterMs: 0, strangers: 'skip' } as const;
    return (await registry.collectGarbage(options)).removedBlobs;
  };
  const dump = await openDump(source.database);
  assert.deepEqual([await collect(), await collect()], [0, 0]);
  for await (const blob of dump.blobs()) {
    const known = parseDigest(blob.digest) ?? assert.fail(blob.digest);
    assert.equal(await source.blobs.sizeOf(known), blob.size);
  }
  await dump.close();
  assert.equal(await collect(), 2);
});

test('a backup that is cut short or changed is refused, and the database stays empty', async (t) => {
  const source = await registryWorld(t);
  await pushImage(await source.start(), 'acme/app', 'content of a layer', { tag: 'v1' });
  const from = await instanceOf(t, source);
  const file = join(from.folder, 'whole');
  taken(await backup(file, false, from.world));
  const whole = readFileSync(file);
  const tar = zstdDecompressSync(whole);
  const changed = (text: string, by: string): Buffer =>
    zstdCompressSync(Buffer.from(tar.toString('latin1').replace(text, by), 'latin1'));
  const cases: Readonly<Record<string, readonly [Buffer, string, RegExp]>> = {
    'cut in the middle': [whole.subarray(0, whole.length / 2), 'backup.damaged', /damaged/],
    'cut at the end': [whole.subarray(0, -1), 'backup.damaged', /damaged/],
    'cut before its last entry': [
      zstdCompressSync(tar.subarray(0, tar.indexOf('complete.json'))),
      'backup.damaged',
      /it ends before complete.json/,
    ],
    'a bit flipped': [flipped(whole, whole.length >> 1), 'backup.damaged', /damaged/],
    'a blob changed': [
      changed('content of a layer', 'content of a Layer'),
      'backup.damaged',
      /the bytes of sha256:\w+ are others/,
    ],
    'a row changed': [
      changed('\tv1\t', '\tv2\t'),
      'backup.damaged',
      /database\/\w+\/000001.\w+ is not what was written/,
    ],
    'a newer form': [
      changed('"format": 1', '"format": 2'),
      'backup.newer',
      /made by drydock 0.1.0, in form 2/,
    ],
    'a newer schema': [
      changed('0010-accounts', '9999-accounts'),
      'store.migration.newer',
      /step 9999-accounts is not known/,
    ],
    'no backup': [Buffer.from('something else'), 'backup.damaged', /damaged/],
    nothing: [Buffer.alloc(0), 'backup.damaged', /unexpected end of file/],
  };
  const to = await emptyInstance(t);
  for (const [name, [bytes, code, message]] of Object.entries(cases)) {
    const broken = join(to.folder, 'broken');
    writeFileSync(broken, bytes);
    const refused = await restore(broken, to.world);
    assert.ok(!refused.ok, name);
    assert.equal(refused.error.code, code, `${name}: ${refused.error.message}`);
    assert.match(refused.error.message, message, name);
  }
  taken(await restore(file, to.world));
  assert.deepEqual(await rowsOf(to.url, 'tags'), await rowsOf(from.url, 'tags'));
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

test('nothing is restored over data, and no backup over another', async (t) => {
  const source = await registryWorld(t);
  await pushImage(await source.start(), 'acme/app', 'content', { tag: 'v1' });
  const from = await instanceOf(t, source);
  const file = join(from.folder, 'file');
  taken(await backup(file, false, from.world));
  const again = await backup(file, false, from.world);
  assert.ok(!again.ok);
  assert.match(again.error.message, /file is there already: name another/);
  const over = await restore(file, from.world);
  assert.ok(!over.ok);
  assert.equal(over.error.code, 'backup.not-empty');
  assert.match(over.error.message, /has data already \(table \w+\)/);
  assert.deepEqual((await rowsOf(from.url, 'tags')).length, 1);
});

test('a damaged blob is told when the backup is made, and leaves no file', async (t) => {
  const source = await registryWorld(t);
  await pushImage(await source.start(), 'acme/app', 'content', { tag: 'v1' });
  const [blob] = await Array.fromAsync(source.blobs.list());
  const hex = blob?.digest.slice('sha256:'.length) ?? '';
  const path = join(source.folder, 'blobs', 'sha256', hex.slice(0, 2), hex);
  writeFileSync(path, 'X'.repeat(blob?.size ?? 0));
  const from = await instanceOf(t, source);
  const file = join(from.folder, 'file');
  const refused = await backup(file, false, from.world);
  assert.ok(!refused.ok);
  assert.equal(refused.error.code, 'backup.blob-damaged');
  assert.match(refused.error.message, new RegExp(`the bytes of sha256:${hex} are others`));
  assert.deepEqual([existsSync(file), existsSync(`${file}.partial`)], [false, false]);
});

test('the key is in the backup only where it was asked for, and never replaces another', async (t) => {
  const source = await registryWorld(t);
  await source.start();
  const from = await instanceOf(t, source);
  const key = `${'k'.repeat(43)}=\n`;
  writeFileSync(join(from.folder, 'secret.key'), key, { mode: 0o600 });
  const [without, withKey] = [join(from.folder, 'without'), join(from.folder, 'with')];
  taken(await backup(without, false, from.world));
  taken(await backup(withKey, true, from.world));
  assert.equal(zstdDecompressSync(readFileSync(without)).includes('kkkkkkkk'), false);

  const first = await emptyInstance(t);
  assert.equal(taken(await restore(without, first.world)).key, 'wanted');
  assert.equal(existsSync(join(first.folder, 'secret.key')), false);

  const second = await emptyInstance(t);
  assert.equal(taken(await restore(withKey, second.world)).key, 'restored');
  assert.equal(readFileSync(join(second.folder, 'secret.key'), 'utf8'), key);
  assert.equal(statSync(join(second.folder, 'secret.key')).mode & 0o777, 0o600);

  const third = await emptyInstance(t);
  writeFileSync(join(third.folder, 'secret.key'), 'another');
  const refused = await restore(without, third.world);
  assert.ok(!refused.ok);
  assert.match(refused.error.message, /secret.key is not the key of the backup/);
  writeFileSync(join(third.folder, 'secret.key'), key);
  assert.equal(taken(await restore(without, third.world)).key, 'there');
});

test('a folder without an instance is told, and left as it is', async (t) => {
  const { world, folder } = await instance(t, '');
  const { databaseUrl: _, ...config } = world.config;
  mkdirSync(join(folder, 'other'));
  const refused = await backup(join(folder, 'file'), false, { ...world, config });
  assert.ok(!refused.ok);
  assert.match(refused.error.message, /there is no database in .*: set DRYDOCK_DATA/);
  assert.deepEqual(
    [existsSync(join(folder, 'database')), existsSync(join(folder, 'file'))],
    [false, false],
  );
});
