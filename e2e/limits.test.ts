import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { measure } from '../bench/measure.ts';
import { scratch } from './support/drydock.ts';

const MIB = 1024 ** 2;
/** Of the largest process. */
const MAX_MEGABYTES = 512;
/** On a machine with other work; without it all take less than a quarter of that. */
const MAX_SECONDS = 120;

interface Case {
  readonly title: string;
  /** The stored layer, in pieces that are compressed by themselves. */
  readonly stored: () => readonly Uint8Array[];
  /** What the descriptor says, where it lies. */
  readonly statedSize?: number;
  /** On standard output or standard error. */
  readonly says: RegExp;
}

const CASES: readonly Case[] = [
  {
    title: 'two gigabytes of zeros in two megabytes of gzip, in many members',
    stored: () => [
      gzipSync(header('zeros', 2048 * MIB)),
      ...same(gzipSync(zeros(64)), 32),
      gzipSync(END),
    ],
    says: /^package,version,type/,
  },
  {
    title: 'five gigabytes of zeros in kilobytes of zstd, in many frames',
    stored: () => [
      zstdCompressSync(header('zeros', 5120 * MIB)),
      ...same(zstdCompressSync(zeros(64)), 80),
    ],
    says: /limit inflateRatio/,
  },
  {
    title: 'half a million empty files',
    stored: () => [
      ...Array.from({ length: 500 }, (_, folder) =>
        gzipSync(emptyFiles(folder, 1000), { level: 1 }),
      ),
      gzipSync(END),
    ],
    says: /^package,version,type/,
  },
  {
    title: 'a PAX header of half a gigabyte',
    stored: () => [gzipSync(header('pax', 512 * MIB, 'x')), ...same(gzipSync(zeros(64)), 8)],
    says: /limit headerBytes/,
  },
  {
    title: 'an executable of 200 MB',
    stored: () => [
      gzipSync(header('bin', 200 * MIB)),
      gzipSync(Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(8 * MIB - 7)])),
      ...same(gzipSync(zeros(64)), 3),
      gzipSync(END),
    ],
    says: /^package,version,type/,
  },
  {
    title: 'a layer whose descriptor says eleven gigabytes',
    stored: () => [gzipSync(END)],
    statedSize: 11 * 1024 * MIB,
    says: /limit compressedBytes/,
  },
];

for (const one of CASES) {
  test(`${one.title}: read within its memory, or refused with the limit's name`, async () => {
    const folder = layoutWith(one);
    const script = `DRYDOCK_DATA="$2" "${process.execPath}" "$1" packages --offline --format csv "$0" 2>&1`;
    const drydock = join(import.meta.dirname, '..', 'bin', 'drydock');
    const { output, largestMegabytes, wallSeconds } = await measure(script, [
      folder,
      drydock,
      scratch,
    ]);
    assert.match(output, one.says);
    assert.ok(largestMegabytes <= MAX_MEGABYTES, `${largestMegabytes} MB`);
    assert.ok(wallSeconds <= MAX_SECONDS, `${wallSeconds} s`);
  });
}

const END = Buffer.alloc(1024);

function zeros(megabytes: number): Buffer {
  return Buffer.alloc(megabytes * MIB);
}

function same(piece: Uint8Array, times: number): Uint8Array[] {
  return Array.from({ length: times }, () => piece);
}

function emptyFiles(folder: number, count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, at) => header(`${folder}/${at}`, 0)));
}

/** An ustar header. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
function header(name: string, size: number, type = '0'): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(`        ${type}`, 148);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** An OCI layout of one image with this layer. */
function layoutWith({ title, stored, statedSize }: Case): string {
  const folder = join(scratch, title.replaceAll(/\W+/g, '-'));
  mkdirSync(join(folder, 'blobs', 'sha256'), { recursive: true });
  const layer = blob(folder, Buffer.concat(stored()));
  const config = blob(
    folder,
    json({
      os: 'linux',
      architecture: 'amd64',
      config: {},
      rootfs: { type: 'layers', diff_ids: [] },
    }),
  );
  const manifest = blob(
    folder,
    json({
      schemaVersion: 2,
      config: { mediaType: `${OCI}config.v1+json`, ...config },
      layers: [
        { mediaType: `${OCI}layer.v1.tar+gzip`, ...layer, ...(statedSize && { size: statedSize }) },
      ],
    }),
  );
  const manifests = [{ mediaType: `${OCI}manifest.v1+json`, ...manifest }];
  writeFileSync(join(folder, 'index.json'), json({ schemaVersion: 2, manifests }));
  writeFileSync(join(folder, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  return folder;
}

const OCI = 'application/vnd.oci.image.';

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function blob(folder: string, bytes: Buffer): { digest: string; size: number } {
  const hex = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(folder, 'blobs', 'sha256', hex), bytes);
  return { digest: `sha256:${hex}`, size: bytes.length };
}
