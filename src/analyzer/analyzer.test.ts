import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { constants, getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { LayerBytes, LayerSource, OpenedImage } from '../image/index.ts';
import { asDiffId, parseDigest } from '../model/index.ts';
import type { LayerInventory } from '../model/index.ts';
import { type AnalyzerOptions, createAnalyzer } from './analyzer.ts';

const CLOCK = { now: () => 0 };
const STATUS = 'var/lib/dpkg/status';
const LOWER = layer(tarOf([[STATUS, stanza('libc6', '2.36-9') + stanza('curl', '7.88.1-10')]]));
const UPPER = layer(tarOf([[STATUS, stanza('libc6', '2.36-9') + stanza('curl', '7.88.1-11')]]));

test('a layer is the same from a file, a stream and a pipe that passed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-analyzer-'));
  const path = join(folder, 'archive');
  writeFileSync(path, Buffer.concat([Buffer.alloc(100), LOWER.stored, UPPER.stored]));
  const offsets = [100, 100 + LOWER.stored.length];
  const both = [LOWER, UPPER];
  const file = both.map(({ stored }, index) =>
    kind({ kind: 'file', path, offset: offsets[index] ?? 0, length: stored.length }),
  );
  const stream = both.map(({ stored }) => kind(streamOf(stored)));
  const passed = ['one', 'two'].map((key) => kind({ kind: 'passed', key }));
  const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: CLOCK, workers: 2 });
  try {
    await analyzer.passLayer('one', cut(LOWER.stored));
    await analyzer.passLayer('two', cut(UPPER.stored));
    for (const bytes of [file, stream, passed]) {
      const result = await analyzer.inventoryOf(imageOf(both, bytes));
      assert.ok(result.ok, JSON.stringify(result));
      const { packages, diagnostics } = result.value;
      const rows = packages.map((one) => [one.package.name, one.package.version, one.introducedIn]);
      assert.deepEqual(rows, [
        ['curl', '7.88.1-11', 1],
        ['libc6', '2.36-9', 0],
      ]);
      assert.deepEqual(diagnostics, []);
    }
  } finally {
    await analyzer.close();
    rmSync(folder, { recursive: true });
  }
});

test('bytes that are not those of their digest fail, a config that lies is told on', async () => {
  const other = { ...LOWER, digest: UPPER.digest };
  const result = await inventoryOf([other]);
  assert.ok(!result.ok);
  assert.equal(result.error.code, 'image.layer.digest-mismatch');
  assert.match(result.error.message, /^layer 1 of 1 \(sha256:/);
  const lying = await inventoryOf([{ ...LOWER, diffId: UPPER.diffId }]);
  assert.ok(lying.ok);
  assert.deepEqual(
    lying.value.diagnostics.map(({ code, layer }) => [code, layer]),
    [['image.layer.diff-id-mismatch', 0]],
  );
});

test('a layer that is cut anywhere is a failure that names it, never an empty result', async () => {
  const tar = tarOf([[STATUS, stanza('libc6', '2.36-9')]]);
  const cutTar = layer(tar.subarray(0, 560));
  const cutGzip = { ...LOWER, stored: LOWER.stored.subarray(0, 60) };
  for (const broken of [cutTar, cutGzip]) {
    const result = await inventoryOf([LOWER, broken]);
    assert.ok(!result.ok);
    assert.match(result.error.code, /truncated|size-mismatch|digest-mismatch/);
    assert.match(result.error.message, /^layer 2 of 2/);
  }
});

test('a source that breaks off is what the failure says', async () => {
  const bytes: LayerBytes = {
    kind: 'stream',
    open: () => Promise.resolve(breakingOff(LOWER.stored.subarray(0, 20))),
  };
  const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: CLOCK, workers: 1 });
  const result = await analyzer.inventoryOf(imageOf([LOWER], [kind(bytes)]));
  await analyzer.close();
  assert.ok(!result.ok);
  assert.match(result.error.message, /connection reset/);
});

test('a layer that nobody has is a gap, and the others keep their numbers', async () => {
  const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: CLOCK, workers: 1 });
  const image = imageOf(
    [LOWER, UPPER],
    [kind({ kind: 'absent', reason: 'foreign' }), kind(streamOf(UPPER.stored))],
  );
  const result = await analyzer.inventoryOf(image);
  await analyzer.close();
  assert.ok(result.ok);
  assert.deepEqual(
    result.value.diagnostics.map(({ code, layer }) => [code, layer]),
    [['image.layer.absent', 0]],
  );
  assert.deepEqual(
    result.value.packages.map(({ introducedIn }) => introducedIn),
    [1, 1],
  );
});

test('a worker that dies, hangs, hoards or babbles is a failure with its reason', async () => {
  const limits = { ...DEFAULT_LIMITS, layerSeconds: 0.5, workerBytes: 200 * 1024 * 1024 };
  const rows = [
    ['dies', 'analyzer.worker.died', /exit code 7/],
    ['hangs', 'analyzer.worker.time', /limit layerSeconds/],
    ['hoards', 'analyzer.worker.memory', /limit workerBytes/],
    ['garbage', 'analyzer.worker.garbage', /no inventory/],
  ] as const;
  await Promise.all(
    rows.map(async ([name, code, message]) => {
      const result = await inventoryOf([LOWER], { program: fixture(name), limits });
      assert.ok(!result.ok, name);
      assert.equal(result.error.code, code);
      assert.match(result.error.message, message);
      assert.match(result.error.message, /^layer 1 of 1/);
    }),
  );
});

test('a worker reads, writes, spawns and connects to nothing, and knows no environment', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  // Carries the port: the one field of the limits that this fixture reads.
  const limits = { ...DEFAULT_LIMITS, layers: address.port };
  const result = await inventoryOf([LOWER], { program: fixture('probes'), limits });
  server.close();
  assert.ok(!result.ok);
  const told = JSON.parse(result.error.message.slice(result.error.message.indexOf('{')));
  const { network, ...others } = told;
  assert.match(String(network), /^(?:ERR_ACCESS_DENIED|ENETUNREACH|ECONNREFUSED)$/);
  const denied = 'ERR_ACCESS_DENIED';
  assert.deepEqual(others, {
    spawn: denied,
    read: denied,
    write: denied,
    thread: denied,
    environment: 'MALLOC_ARENA_MAX MALLOC_MMAP_THRESHOLD_ MALLOC_TRIM_THRESHOLD_',
  });
});

test('a worker that has loaded cannot open its own code any more', async () => {
  const result = await inventoryOf([LOWER], { program: fixture('loaded') });
  assert.ok(!result.ok);
  assert.match(result.error.message, /ERR_ACCESS_DENIED$/);
});

test('a layer known already needs no worker, and is still held against what is said of it', async () => {
  const kept = new Map<string, LayerInventory>();
  const cache = {
    get: (key: string) => Promise.resolve(kept.get(key)),
    put: (key: string, known: LayerInventory) => Promise.resolve(void kept.set(key, known)),
  };
  const first = await inventoryOf([LOWER], { cache });
  const program = fixture('dies');
  const second = await inventoryOf([LOWER], { cache, program });
  assert.deepEqual(second, first);
  const lying = await inventoryOf([{ ...LOWER, diffId: UPPER.diffId }], { cache, program });
  assert.ok(lying.ok);
  assert.equal(lying.value.diagnostics[0]?.code, 'image.layer.diff-id-mismatch');
});

test('an image over a limit is refused with the name of the limit', async () => {
  const rows = [
    [{ layers: 1 }, /limit layers/],
    [{ compressedBytes: 100 }, /limit compressedBytes/],
    [{ uncompressedBytes: 3000 }, /limit uncompressedBytes/],
    [{ entries: 0 }, /limit entries/],
  ] as const;
  for (const [limit, message] of rows) {
    const result = await inventoryOf([LOWER, UPPER], { limits: { ...DEFAULT_LIMITS, ...limit } });
    assert.ok(!result.ok);
    assert.match(result.error.message, message);
  }
});

test('a hard link before its file is read from a stream that can be opened again, as from a file', async () => {
  const linked = layer(
    tarOf([
      ['opt/app/package.json', '', 'srv/x'],
      ['srv/x', '{"name":"left-pad","version":"1.0.0"}'],
    ]),
  );
  const folder = mkdtempSync(join(tmpdir(), 'drydock-analyzer-'));
  const path = join(folder, 'layer');
  writeFileSync(path, linked.stored);
  const file = kind({ kind: 'file', path, offset: 0, length: linked.stored.length });
  const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: CLOCK, workers: 1 });
  try {
    const [fromFile, fromStream] = await Promise.all(
      [file, kind(streamOf(linked.stored))].map((bytes) =>
        analyzer.inventoryOf(imageOf([linked], [bytes])),
      ),
    );
    assert.ok(fromFile?.ok && fromStream?.ok);
    assert.deepEqual(fromStream, fromFile);
    assert.deepEqual(fromStream.value.diagnostics, []);
    const open = () => Promise.resolve(cut(linked.stored));
    const once = await analyzer.readLayer({ name: 'one', open, isRepeatable: false });
    assert.ok(once.ok);
    assert.deepEqual(
      once.value.diagnostics.map(({ code }) => code),
      ['catalog.hard-link-unread'],
    );
  } finally {
    await analyzer.close();
    rmSync(folder, { recursive: true });
  }
});

test('workers that images share end with the image that is stopped only, and serve the next', async () => {
  const analyzer = createAnalyzer({
    limits: DEFAULT_LIMITS,
    clock: CLOCK,
    workers: 2,
    sharesWorkers: true,
  });
  const stuck = new AbortController();
  const never: LayerBytes = { kind: 'stream', open: () => new Promise(() => undefined) };
  try {
    const stopped = analyzer.inventoryOf(imageOf([LOWER], [never]), { signal: stuck.signal });
    const [first, second] = await Promise.all(
      [LOWER, UPPER].map((one) => analyzer.inventoryOf(imageOf([one], [streamOf(one.stored)]))),
    );
    assert.ok(first?.ok && second?.ok);
    stuck.abort();
    const result = await stopped;
    assert.equal(result.ok ? 'read' : result.error.code, 'analyzer.stopped');
    const third = await analyzer.inventoryOf(imageOf([LOWER], [streamOf(LOWER.stored)]));
    assert.deepEqual(third, first);
  } finally {
    await analyzer.close();
  }
});

test('workers of a server leave the processor to others, those of a command do not', async () => {
  const own = getPriority();
  for (const [sharesWorkers, expected] of [
    [true, Math.max(own, constants.priority.PRIORITY_BELOW_NORMAL)],
    [false, own],
  ] as const) {
    const result = await inventoryOf([LOWER], { program: fixture('priority'), sharesWorkers });
    assert.equal(result.ok ? '' : result.error.message.split(': ').at(-1), String(expected));
  }
});

test('a config that lies of a layer is not believed by the images after it', async () => {
  const kept = new Map<string, LayerInventory>();
  const cache = {
    get: (key: string) => Promise.resolve(kept.get(key)),
    put: (key: string, known: LayerInventory) => Promise.resolve(void kept.set(key, known)),
  };
  await inventoryOf([{ ...LOWER, diffId: UPPER.diffId }], { cache });
  const honest = await inventoryOf([LOWER], { cache });
  assert.ok(honest.ok);
  assert.deepEqual(honest.value.diagnostics, []);
});

interface Layer {
  readonly stored: Buffer;
  readonly digest: LayerInventory['digest'];
  readonly diffId: LayerInventory['diffId'];
}

async function inventoryOf(layers: readonly Layer[], options: Partial<AnalyzerOptions> = {}) {
  const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: CLOCK, workers: 1, ...options });
  try {
    const bytes = layers.map(({ stored }) => kind(streamOf(stored)));
    return await analyzer.inventoryOf(imageOf(layers, bytes));
  } finally {
    await analyzer.close();
  }
}

function fixture(name: string): NonNullable<AnalyzerOptions['program']> {
  const path = join(import.meta.dirname, 'fixtures', `${name}.js`);
  return { args: [path], readable: [join(import.meta.dirname, '..', '..')] };
}

function layer(tar: Buffer): Layer {
  const stored = gzipSync(tar);
  return { stored, digest: digestOf(stored), diffId: asDiffId(digestOf(tar)) };
}

function digestOf(bytes: Buffer): LayerInventory['digest'] {
  const digest = parseDigest(`sha256:${hash('sha256', bytes, 'hex')}`);
  assert.ok(digest);
  return digest;
}

function kind(bytes: LayerBytes): LayerBytes {
  return bytes;
}

function streamOf(stored: Buffer): LayerBytes {
  return { kind: 'stream', open: () => Promise.resolve(cut(stored)) };
}

async function* cut(stored: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < stored.length; at += 50) yield stored.subarray(at, at + 50);
}

async function* breakingOff(start: Buffer): AsyncGenerator<Uint8Array> {
  yield start;
  throw new Error('connection reset');
}

function imageOf(layers: readonly Layer[], bytes: readonly LayerBytes[]): OpenedImage {
  return {
    reference: 'test',
    kind: 'registry',
    platform: { os: 'linux', architecture: 'amd64' },
    config: {
      entrypoint: [],
      command: [],
      environment: [],
      exposedPorts: [],
      labels: {},
      diffIds: layers.map(({ diffId }) => diffId),
      history: [],
    },
    layers: layers.map(({ stored, digest, diffId }, index): LayerSource => ({
      digest,
      diffId,
      size: stored.length,
      bytes: bytes[index] ?? { kind: 'absent', reason: '' },
    })),
    diagnostics: [],
    close: () => Promise.resolve(),
  };
}

function stanza(name: string, version: string): string {
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`;
}

/** A ustar of regular files, and of hard links where a target is named. */
function tarOf(files: readonly (readonly [string, string, string?])[]): Buffer {
  const blocks = files.flatMap(([path, text, target]) => {
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write('0000644\0', 100);
    header.write(text.length.toString(8).padStart(11, '0'), 124);
    header.write('        0ustar\u000000', 148);
    if (target !== undefined) header.write(`1${target}`, 156);
    header.write(
      header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0'),
      148,
    );
    header[154] = 0;
    const content = Buffer.alloc(Math.ceil(text.length / 512) * 512);
    content.write(text);
    return [header, content];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
