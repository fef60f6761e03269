import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { OpenedImage } from '../image/index.ts';
import { createAnalyzer } from './analyzer.ts';

const SIZE = 3 * 1024 * 1024;
const CLOCK = { now: () => 0 };

test('a large file is read alike from memory and from a scratch file, which leaves no name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-scratch-'));
  try {
    const inMemory = await packagesOf({});
    assert.deepEqual(inMemory, ['stdlib 1.21.5']);
    assert.deepEqual(await packagesOf({ scratchFolder: folder }), inMemory);
    assert.deepEqual(await packagesOf({ scratchFolder: join(folder, 'absent') }), inMemory);
    assert.deepEqual(readdirSync(folder), []);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a scratch file without room is a failure that says what to do', async () => {
  const limits = { ...DEFAULT_LIMITS, scratchBytes: SIZE / 2 };
  const told = await packagesOf({ scratchFolder: tmpdir(), limits });
  assert.match(String(told), /^analyzer\.scratch\.full layer 1 of 1: .*TMPDIR/);
});

/** Of an image with one large Go program, or the failure. */
async function packagesOf(options: Partial<Parameters<typeof createAnalyzer>[0]>) {
  const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: CLOCK, workers: 1, ...options });
  try {
    const result = await analyzer.inventoryOf(IMAGE);
    if (!result.ok) return [`${result.error.code} ${result.error.message}`];
    return result.value.packages.map(({ package: { name, version } }) => `${name} ${version}`);
  } finally {
    await analyzer.close();
  }
}

const IMAGE: OpenedImage = {
  reference: 'test',
  kind: 'registry',
  platform: { os: 'linux', architecture: 'amd64' },
  config: {
    entrypoint: [],
    command: [],
    environment: [],
    exposedPorts: [],
    labels: {},
    diffIds: [],
    history: [],
  },
  layers: [{ bytes: { kind: 'stream', open: () => Promise.resolve(cut(largeProgram())) } }],
  diagnostics: [],
  close: () => Promise.resolve(),
};

async function* cut(tar: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < tar.length; at += 100_000) yield tar.subarray(at, at + 100_000);
}

/** A tar of one file: an ELF of no sections, whose only segment ends in Go's build information. */
function largeProgram(): Buffer {
  const elf = Buffer.alloc(SIZE);
  elf.write('7f454c46020101', 'hex');
  elf.writeBigUInt64LE(64n, 32);
  elf.writeUInt16LE(56, 54);
  elf.writeUInt16LE(1, 56);
  elf.writeUInt32LE(1, 64);
  elf.writeUInt32LE(6, 68);
  elf.writeBigUInt64LE(BigInt(SIZE), 96);
  elf.write('\xff Go buildinf:\x08\x02', SIZE - 1024, 'latin1');
  elf.write('\x08go1.21.5\x00', SIZE - 1024 + 32, 'latin1');
  const header = Buffer.alloc(512);
  header.write('usr/bin/large');
  header.write('0000644\0', 100);
  header.write(SIZE.toString(8).padStart(11, '0'), 124);
  header.write('        0ustar\u000000', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, elf, Buffer.alloc(1024)]);
}
