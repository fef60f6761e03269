import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hash } from 'node:crypto';
import { asDiffId, parseDigest } from '../model/index.ts';
import type { LayerInventory } from '../model/index.ts';
import { layerCacheIn } from './layer-cache.ts';

const CLOCK = { now: () => Date.UTC(2030, 0) };

test('what was put is there for the next run, under its own key only', async () => {
  await inFolder(async (folder) => {
    const layer = layerOf('a');
    await layerCacheIn(folder, CLOCK).put('one', layer);
    const next = layerCacheIn(folder, CLOCK);
    assert.deepEqual(await next.get('one'), layer);
    assert.equal(await next.get('two'), undefined);
  });
});

test('a file that is damaged, cut or of another key counts as absent, and is written anew', async () => {
  await inFolder(async (folder) => {
    const cache = layerCacheIn(folder, CLOCK);
    await cache.put('one', layerOf('a'));
    const [name = ''] = readdirSync(folder);
    const path = join(folder, name);
    const whole = readFileSync(path);
    const flipped = Array.from({ length: whole.length }, (_, at) =>
      whole.with(at, (whole[at] ?? 0) ^ 1),
    );
    const cuts = [0, 10, 40, whole.length - 1].map((end) => whole.subarray(0, end));
    for (const damaged of [...flipped, ...cuts]) {
      writeFileSync(path, damaged);
      assert.equal(await cache.get('one'), undefined);
    }
    writeFileSync(join(folder, hash('sha256', 'two')), whole);
    assert.equal(await cache.get('two'), undefined);
    await cache.put('one', layerOf('a'));
    assert.deepEqual(await cache.get('one'), layerOf('a'));
  });
});

test('many writers of one layer leave one whole file', async () => {
  await inFolder(async (folder) => {
    const layer = layerOf('x'.repeat(100_000));
    const caches = Array.from({ length: 20 }, () => layerCacheIn(folder, CLOCK));
    await Promise.all(caches.map((cache) => cache.put('one', layer)));
    assert.equal(readdirSync(folder).length, 1);
    assert.deepEqual(await caches[0]?.get('one'), layer);
  });
});

test('the layers that were not used for longest make room', async () => {
  await inFolder(async (folder) => {
    for (const key of ['old', 'used', 'new']) {
      await layerCacheIn(folder, CLOCK).put(key, layerOf(key));
    }
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1, 1);
    const size = readFileSync(join(folder, readdirSync(folder)[0] ?? '')).length;
    await layerCacheIn(folder, CLOCK).get('used');
    await layerCacheIn(folder, CLOCK, size + 10).put('next', layerOf('next'));
    const cache = layerCacheIn(folder, CLOCK);
    const kept = await Promise.all(['old', 'used', 'new', 'next'].map((key) => cache.get(key)));
    assert.deepEqual(
      kept.map((layer) => layer !== undefined),
      [false, true, false, true],
    );
  });
});

test('a folder that takes nothing is no failure', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'file');
    writeFileSync(path, '');
    const cache = layerCacheIn(path, CLOCK);
    await cache.put('one', layerOf('a'));
    assert.equal(await cache.get('one'), undefined);
  });
});

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-layers-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function layerOf(message: string): LayerInventory {
  const digest = parseDigest(`sha256:${hash('sha256', message)}`);
  assert.ok(digest);
  return {
    digest,
    diffId: asDiffId(digest),
    compressedSize: 10,
    size: 20,
    entries: 1,
    units: [],
    releaseFiles: { 'etc/os-release': 'ID=debian\n' },
    paths: Uint8Array.of(1, 2, 3),
    files: Uint8Array.of(4),
    diagnostics: [{ code: 'test.one', severity: 'info', message }],
  };
}
