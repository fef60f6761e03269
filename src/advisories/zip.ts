import { inflateRawSync } from 'node:zlib';
import { failure, err, ok } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { bufferOver } from './json.ts';

/** Reads bytes of a file by position; fewer than asked for at its end. */
export interface RandomAccess {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** A file in a zip archive, as its central directory lists it. */
export interface ZipEntry {
  readonly name: string;
  readonly compressedSize: number;
  readonly size: number;
  /** 0 is stored, 8 deflated. */
  readonly method: number;
  readonly offset: number;
}

export interface ZipLimits {
  readonly entries: number;
  /** Of the central directory. */
  readonly directoryBytes: number;
  /** Of one file once inflated. */
  readonly entryBytes: number;
}

const ZIP_LIMITS: ZipLimits = {
  entries: 2_000_000,
  directoryBytes: 512 * 1024 * 1024,
  entryBytes: 32 * 1024 * 1024,
};

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const COMMENT_BYTES = 65_535;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;

/** Of what inflating writes into at once: one piece for nearly every record. */
const MIN_CHUNK = 64;
const MAX_CHUNK = 64 * 1024;

/**
 * The files of a zip archive by its central directory; nothing of it is inflated yet.
 *
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3
 */
export function listZip(
  file: RandomAccess,
  limits: ZipLimits = ZIP_LIMITS,
): Result<readonly ZipEntry[], Failure> {
  const end = findEnd(file);
  if (end === undefined) return broken('it has no end-of-central-directory record; it is cut off');
  if (end.offset + end.length > file.size) return broken('its central directory lies outside it');
  if (end.length > limits.directoryBytes || end.count > limits.entries) {
    return broken(`it lists more than ${limits.entries} files`);
  }
  const directory = bufferOver(file.read(end.offset, end.length));
  const entries: ZipEntry[] = [];
  let position = 0;
  for (let index = 0; index < end.count; index += 1) {
    const read = readCentral(directory, position);
    if (read === undefined) return broken(`entry ${index} of its central directory is damaged`);
    entries.push(read.entry);
    position = read.next;
  }
  return ok(entries);
}

/** One file of the archive, inflated. */
export function readZipEntry(
  file: RandomAccess,
  entry: ZipEntry,
  limits: ZipLimits = ZIP_LIMITS,
): Result<Uint8Array, Failure> {
  if (entry.size > limits.entryBytes) return broken(`${entry.name} is ${entry.size} bytes long`);
  const header = bufferOver(file.read(entry.offset, LOCAL_BYTES));
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL) {
    return broken(`${entry.name} has no local header`);
  }
  const start = entry.offset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const stored = file.read(start, entry.compressedSize);
  if (stored.length < entry.compressedSize) return broken(`${entry.name} is cut off`);
  if (entry.method === 0) return ok(stored);
  if (entry.method !== 8) return broken(`${entry.name} is packed by method ${entry.method}`);
  try {
    const bytes = inflateRawSync(stored, {
      maxOutputLength: Math.max(entry.size, 1),
      chunkSize: Math.min(Math.max(entry.size, MIN_CHUNK), MAX_CHUNK),
    });
    return bytes.length === entry.size ? ok(bytes) : broken(`${entry.name} has another size`);
  } catch {
    return broken(`${entry.name} is damaged or larger than it says`);
  }
}

interface End {
  readonly offset: number;
  readonly length: number;
  readonly count: number;
}

function findEnd(file: RandomAccess): End | undefined {
  const length = Math.min(file.size, END_BYTES + COMMENT_BYTES);
  const base = file.size - length;
  const tail = bufferOver(file.read(base, length));
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END) continue;
    const end = {
      count: tail.readUInt16LE(at + 10),
      length: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    };
    const isBig = end.count === 0xffff || end.offset === 0xffffffff || end.length === 0xffffffff;
    return (isBig ? findEnd64(file, base + at) : undefined) ?? end;
  }
  return undefined;
}

function findEnd64(file: RandomAccess, end: number): End | undefined {
  if (end < 20) return undefined;
  const locator = bufferOver(file.read(end - 20, 20));
  if (locator.readUInt32LE(0) !== LOCATOR_64) return undefined;
  const at = Number(locator.readBigUInt64LE(8));
  if (!Number.isSafeInteger(at) || at + 56 > file.size) return undefined;
  const record = bufferOver(file.read(at, 56));
  if (record.readUInt32LE(0) !== END_64) return undefined;
  return {
    count: Number(record.readBigUInt64LE(32)),
    length: Number(record.readBigUInt64LE(40)),
    offset: Number(record.readBigUInt64LE(48)),
  };
}

function readCentral(
  directory: Buffer,
  at: number,
): { readonly entry: ZipEntry; readonly next: number } | undefined {
  if (at + CENTRAL_BYTES > directory.length || directory.readUInt32LE(at) !== CENTRAL) {
    return undefined;
  }
  const nameEnd = at + CENTRAL_BYTES + directory.readUInt16LE(at + 28);
  const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
  const next = extraEnd + directory.readUInt16LE(at + 32);
  if (next > directory.length) return undefined;
  const sizes = readSizes(directory, at, directory.subarray(nameEnd, extraEnd));
  if (sizes === undefined) return undefined;
  const name = directory.toString('utf8', at + CENTRAL_BYTES, nameEnd);
  return { entry: { name, method: directory.readUInt16LE(at + 10), ...sizes }, next };
}

/** Sizes and offset, from the ZIP64 extra field where the 32-bit ones are all ones. */
function readSizes(
  directory: Buffer,
  at: number,
  extra: Buffer,
): { readonly size: number; readonly compressedSize: number; readonly offset: number } | undefined {
  const values = [24, 20, 42].map((field) => directory.readUInt32LE(at + field));
  const wide = extraField(extra, 1);
  let used = 0;
  const [size, compressedSize, offset] = values.map((value) => {
    if (value !== 0xffffffff || used + 8 > wide.length) return value;
    used += 8;
    return Number(wide.readBigUInt64LE(used - 8));
  });
  if (size === undefined || compressedSize === undefined || offset === undefined) return undefined;
  return { size, compressedSize, offset };
}

function extraField(extra: Buffer, id: number): Buffer {
  let at = 0;
  while (at + 4 <= extra.length) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return extra.subarray(0, 0);
}

function broken(what: string): Result<never, Failure> {
  return err(
    failure('advisory.zip.broken', `the zip archive cannot be read: ${what}. Fetch it again.`),
  );
}
