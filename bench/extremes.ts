import { createHash, hash } from 'node:crypto';
import { createWriteStream, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sampleElf } from '../src/ecosystems/executable-samples.contract.ts';
import { inlineBuildInfo } from '../src/ecosystems/golang/build-info-samples.contract.ts';
import { sampleZip } from '../src/ecosystems/zip-samples.contract.ts';
import { tarData, tarFile, tarHeader } from '../src/image/tar-builder.ts';

const MIB = 1024 ** 2;
const BLOCK = 512;

/** Images of one layer each that ask much memory of whoever holds what he reads. */
export const EXTREMES: Readonly<Record<string, () => Generator<Buffer>>> = {
  /** A Go program of 1 GB whose build information and sections lie at its end. */
  'elf-1g': () => largeFile('usr/bin/large', elfParts(1000 * MIB)),
  /** A Java archive of 1 GB with 200 archives in it, not compressed. */
  'jar-1g': () => largeFile('app/large.jar', jarParts(200, 5 * MIB)),
  /** 3,000,000 empty files. */
  'files-3m': () => emptyFiles(3000, 1000),
  /** 100,000 packages of npm, each in a folder of its own. */
  'npm-100k': () => npmPackages(100_000),
  /** 100,000 packages in the database of dpkg. */
  'deb-100k': () => debPackages(100_000),
};

/** Writes an OCI layout of one image with this layer into a folder. */
export async function writeExtreme(folder: string, tar: Generator<Buffer>): Promise<void> {
  const blobs = join(folder, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  const blob = (bytes: string, mediaType: string) => {
    const hex = hash('sha256', bytes, 'hex');
    writeFileSync(join(blobs, hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: Buffer.byteLength(bytes) };
  };
  const layer = await writeLayer(blobs, tar);
  const rootfs = { type: 'layers', diff_ids: [layer.diffId] };
  const config = { os: 'linux', architecture: 'amd64', config: {}, rootfs };
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: blob(JSON.stringify(config), 'application/vnd.oci.image.config.v1+json'),
    layers: [{ mediaType: LAYER, digest: layer.digest, size: layer.size }],
  };
  const manifests = [blob(JSON.stringify(manifest), MANIFEST)];
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';

async function writeLayer(blobs: string, tar: Generator<Buffer>) {
  const [inflated, stored] = [createHash('sha256'), createHash('sha256')];
  let size = 0;
  const told = (state: typeof stored, tell: (bytes: number) => void): Transform =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        state.update(chunk);
        tell(chunk.length);
        done(null, chunk);
      },
    });
  const path = join(blobs, 'unfinished');
  await pipeline(
    Readable.from(tar),
    told(inflated, () => undefined),
    createGzip({ level: 1 }),
    told(stored, (bytes) => (size += bytes)),
    createWriteStream(path),
  );
  const hex = stored.digest('hex');
  renameSync(path, join(blobs, hex));
  return { digest: `sha256:${hex}`, diffId: `sha256:${inflated.digest('hex')}`, size };
}

function* largeFile(name: string, parts: readonly Buffer[]): Generator<Buffer> {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  yield tarHeader({ name, size });
  yield* parts;
  yield Buffer.alloc(((BLOCK - (size % BLOCK)) % BLOCK) + 2 * BLOCK);
}

/** Zeros stand between the headers and all that they point to. */
function elfParts(gap: number): Buffer[] {
  const elf = sampleElf({ sections: { '.go.buildinfo': inlineBuildInfo('go1.21.5') } });
  const headers = 64 + 56;
  const moved = gap - (gap % MIB);
  const table = Number(elf.readBigUInt64LE(40));
  const move = (at: number): void => {
    elf.writeBigUInt64LE(elf.readBigUInt64LE(at) + BigInt(moved), at);
  };
  for (let at = table + 64; at < elf.length; at += 64) move(at + 24);
  move(40);
  const zeros = Buffer.alloc(MIB);
  const filling = Array.from({ length: moved / MIB }, () => zeros);
  return [elf.subarray(0, headers), ...filling, elf.subarray(headers)];
}

/** The same few bytes for the content of all. */
function jarParts(count: number, bytes: number): Buffer[] {
  const padding = { name: 'padding', content: Buffer.alloc(bytes), isStored: true };
  const entries = Array.from({ length: count }, (_, at) => ({
    name: `lib/part-${at}-1.${at}.jar`,
    isStored: true,
    content: sampleZip([
      padding,
      { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\n' },
    ]),
  }));
  return [sampleZip(entries)];
}

function* emptyFiles(folders: number, each: number): Generator<Buffer> {
  for (let folder = 0; folder < folders; folder += 1) {
    const name = `srv/data/folder-${folder}`;
    const files = Array.from({ length: each }, (_, at) =>
      tarHeader({ name: `${name}/file-${at}` }),
    );
    yield Buffer.concat([tarHeader({ name: `${name}/`, type: '5' }), ...files]);
  }
  yield Buffer.alloc(2 * BLOCK);
}

function* npmPackages(count: number): Generator<Buffer> {
  for (let at = 0; at < count; at += 1) {
    const name = `package-${at}`;
    const content = JSON.stringify({ name, version: `1.${at}.0`, license: 'MIT' });
    yield tarFile(`app/node_modules/${name}/package.json`, content);
  }
  yield Buffer.alloc(2 * BLOCK);
}

function* debPackages(count: number): Generator<Buffer> {
  yield tarFile('etc/os-release', 'ID=debian\nVERSION_ID="12"\n');
  const stanzas = Array.from(
    { length: count },
    (_, at) =>
      `Package: package-${at}\nStatus: install ok installed\nArchitecture: amd64\nSource: source-${at % 1000}\nVersion: 1.${at}-1\nDescription: one of many\n\n`,
  ).join('');
  yield tarHeader({ name: 'var/lib/dpkg/status', size: stanzas.length });
  yield tarData(stanzas);
  yield Buffer.alloc(2 * BLOCK);
}
