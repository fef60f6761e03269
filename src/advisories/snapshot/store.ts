import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { err, failure, failureOf, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { parseDigest } from '../../model/index.ts';
import type { Digest } from '../../model/index.ts';
import { isObject, parseJson, textAt } from '../json.ts';
import { parseManifest, shardsOf } from './manifest.ts';
import type { ShardRef, SnapshotManifest } from './manifest.ts';
import { retained } from './retention.ts';
import { digestOf } from './memory-snapshot.ts';

/** 22 MB at this level took 7 s of the 20 s a build may take; 19 would take 60 s for 10 % less. */
const LEVEL = 10;

/** Of one shard once decompressed: a hundred times what is written. */
const SHARD_BYTES = 64 * 1024 * 1024;

/** A shard that no snapshot names stays for as long: an update may be about to name it. */
const GRACE_MS = 3_600_000;

/** A stored snapshot, whose manifest is as its digest says. */
export interface StoredSnapshot {
  readonly number: number;
  readonly digest: Digest;
  readonly manifest: SnapshotManifest;
}

/**
 * Snapshots in a folder: `blobs/sha256/<hex>` the shards, `snapshots/<number>.json` the manifests,
 * `active` which of them counts. Every file is written aside, synced and renamed, so that whenever the
 * program dies there is the old state or the new.
 */
export class SnapshotStore {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Compresses and stores a shard, unless it is there. */
  put(bytes: Uint8Array): ShardRef {
    return this.putStored(
      zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } }),
    );
  }

  /** Stores bytes that are compressed already; what lies there damaged is replaced. */
  putStored(bytes: Uint8Array): ShardRef {
    const digest = digestOf(bytes);
    const shard = { digest, size: bytes.length };
    if (!this.has(shard) || !this.readStored(digest).ok) {
      writeFileAtomically(this.#pathOf(digest), bytes);
    }
    return shard;
  }

  has({ digest, size }: ShardRef): boolean {
    return statSync(this.#pathOf(digest), { throwIfNoEntry: false })?.size === size;
  }

  /** A shard as stored, its digest checked. */
  readStored(digest: Digest): Result<Buffer, Failure> {
    try {
      const bytes = readFileSync(this.#pathOf(digest));
      if (digestOf(bytes) === digest) return ok(bytes);
      return err(corruptShard(digest, 'its bytes have another digest'));
    } catch (error) {
      return err(corruptShard(digest, failureOf(error, '').message));
    }
  }

  /** A shard decompressed, its digest checked. */
  read(digest: Digest): Result<Buffer, Failure> {
    const stored = this.readStored(digest);
    if (!stored.ok) return stored;
    try {
      return ok(zstdDecompressSync(stored.value, { maxOutputLength: SHARD_BYTES }));
    } catch (error) {
      return err(corruptShard(digest, failureOf(error, '').message));
    }
  }

  /** The numbers of the snapshots that are there, newest last. */
  numbers(): readonly number[] {
    const folder = join(this.folder, 'snapshots');
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .map((name) => /^(\d{1,15})\.json$/.exec(name)?.[1])
      .filter((digits) => digits !== undefined)
      .map(Number)
      .toSorted((a, b) => a - b);
  }

  /** The snapshot that counts; `undefined`: there has been none yet. */
  active(): Result<StoredSnapshot | undefined, Failure> {
    const path = join(this.folder, 'active');
    // Not existsSync: what may not be read would pass for what was never fetched.
    if (!statSync(path, { throwIfNoEntry: false })) return ok(undefined);
    const pointer = parseJson(readFileSync(path));
    const digest = isObject(pointer) ? parseDigest(textAt(pointer, 'digest')) : undefined;
    const number = isObject(pointer) ? pointer['number'] : undefined;
    if (digest === undefined || typeof number !== 'number') {
      return err(
        failure(
          'advisory.snapshot.corrupt',
          `${path} does not name a snapshot. Run: drydock db update`,
        ),
      );
    }
    return this.#open(number, digest);
  }

  /** The newest snapshot that can still be read, whatever `active` says: what to mend from. */
  newestReadable(): StoredSnapshot | undefined {
    for (const number of this.numbers().toReversed()) {
      const stored = this.#open(number);
      if (stored.ok) return stored.value;
    }
    return undefined;
  }

  /** A snapshot by its number. */
  byNumber(number: number): Result<StoredSnapshot, Failure> {
    return this.#open(number);
  }

  /** A manifest as stored; its digest is for the reader to check. */
  manifestBytes(number: number): Result<Buffer, Failure> {
    try {
      return ok(readFileSync(this.#manifestPath(number)));
    } catch (error) {
      return err(failureOf(error, 'advisory.snapshot.unknown'));
    }
  }

  /** Makes a manifest the one that counts, under the next number. */
  activate(manifestBytes: Uint8Array): Result<StoredSnapshot, Failure> {
    const kept = this.keep(manifestBytes);
    if (kept.ok) this.point(kept.value);
    return kept;
  }

  /** Stores a manifest under the next number; another goes on to count. Its shards must be there. */
  keep(manifestBytes: Uint8Array): Result<StoredSnapshot, Failure> {
    const parsed = parseManifest(manifestBytes);
    if (!parsed.ok) return parsed;
    const missing = shardsOf(parsed.value).find((shard) => !this.has(shard));
    if (missing) return err(corruptShard(missing.digest, 'it is not there'));
    const number = (this.numbers().at(-1) ?? 0) + 1;
    const digest = digestOf(manifestBytes);
    writeFileAtomically(this.#manifestPath(number), manifestBytes);
    this.#prune();
    return ok({ number, digest, manifest: parsed.value });
  }

  /** Makes a snapshot that is stored the one that counts. */
  point({ number, digest }: StoredSnapshot): void {
    const pointer = `${JSON.stringify({ number, digest })}\n`;
    writeFileAtomically(join(this.folder, 'active'), Buffer.from(pointer));
  }

  #open(number: number, digest?: Digest): Result<StoredSnapshot, Failure> {
    const path = this.#manifestPath(number);
    if (!existsSync(path)) {
      const there = this.numbers().join(', ') || 'none';
      return err(
        failure('advisory.snapshot.unknown', `there is no snapshot ${number}; there are: ${there}`),
      );
    }
    const bytes = readFileSync(path);
    const actual = digestOf(bytes);
    if (digest !== undefined && actual !== digest) {
      return err(
        failure(
          'advisory.snapshot.corrupt',
          `${path} has the digest ${actual} where ${digest} was activated. Run: drydock db update`,
        ),
      );
    }
    const manifest = parseManifest(bytes);
    return manifest.ok ? ok({ number, digest: actual, manifest: manifest.value }) : manifest;
  }

  #manifestPath(number: number): string {
    return join(this.folder, 'snapshots', `${number}.json`);
  }

  #pathOf(digest: Digest): string {
    return join(this.folder, 'blobs', ...digest.split(':'));
  }

  /** Removes old snapshots but the one that counts, and shards that none of the others names. */
  #prune(): void {
    const active = this.active();
    if (!active.ok) return;
    const there: StoredSnapshot[] = [];
    for (const number of this.numbers()) {
      const stored = this.#open(number);
      if (!stored.ok) return;
      there.push(stored.value);
    }
    const kept = retained(
      there.map(({ number, manifest: { createdAt } }) => ({ number, createdAt })),
    );
    const named = new Set<string>();
    for (const { number, manifest } of there) {
      if (!kept.has(number) && number !== active.value?.number) {
        unlinkSync(this.#manifestPath(number));
        continue;
      }
      for (const { digest } of shardsOf(manifest)) named.add(digest);
    }
    this.removeAllBut(named, statSync(this.#manifestPath(this.numbers().at(-1) ?? 0)).mtimeMs);
  }

  /** Removes blobs that are not named, and not as new as what another process may be about to name. */
  removeAllBut(named: ReadonlySet<string>, now: number): void {
    const folder = join(this.folder, 'blobs', 'sha256');
    if (!existsSync(folder)) return;
    for (const hex of readdirSync(folder)) {
      const path = join(folder, hex);
      const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now;
      const isOld = now - written > GRACE_MS;
      if (isOld && !named.has(`sha256:${hex}`)) rmSync(path, { force: true });
    }
  }
}

/** Writes a file so that it is there whole or not at all, also after a crash of the machine. */
export function writeFileAtomically(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}.tmp`;
  const file = openSync(aside, 'w', 0o644);
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(aside, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** A shard that is not there, or is not what its name says. */
export function corruptShard(digest: Digest, what: string): Failure {
  return failure(
    'advisory.shard.corrupt',
    `the advisory shard ${digest} cannot be used: ${what}. Run: drydock db update`,
  );
}
