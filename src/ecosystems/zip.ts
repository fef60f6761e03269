import { inflateRawSync } from 'node:zlib';
import type { ByteView } from './byte-view.ts';
import { byteViewOf } from './byte-view.ts';
import type { Result } from '../base/index.ts';
import { InflateEngine, err, ok } from '../base/index.ts';
import { Spool } from './spool.ts';

/** A zip archive as its central directory lists it. */
export interface Zip {
  readonly entries: readonly ZipEntry[];
  /** Why the directory could not be read to its end; the entries before are there. */
  readonly damage?: string;
}

export interface ZipEntry {
  /** As written: may hold `..`, may occur twice. */
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  /** As the directory states them. */
  readonly compressedSize: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const END = 0x06054b50;
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const CENTRAL = 0x02014b50;
const CENTRAL_SIZE = 46;
const LOCAL = 0x04034b50;
const LOCAL_SIZE = 30;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const STORED = 0;
const DEFLATED = 8;
/** The largest jars (an application with all its parts) have 200,000. */
const MAX_ENTRIES = 1_000_000;
/** Of inflated bytes: an entry of the declared size comes in one piece, a lie costs no more. */
const MAX_CHUNK = 256 * 1024;

/**
 * Reads a zip as Java does: its last central directory alone counts, whatever stands before or
 * after; names are not judged. `undefined` of what has no directory.
 *
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT,
 * https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/java/util/zip/ZipFile.java
 */
export function readZip(file: ByteView): Zip | undefined {
  const end = findEnd(file);
  if (!end) return undefined;
  const directory = end.position - end.size;
  // What stands before the first local header (a shell script, another zip) shifts every offset.
  const shift = directory - end.offset;
  if (directory < 0 || shift < 0) {
    return { entries: [], damage: 'the central directory would begin before the file' };
  }
  return readDirectory(file, directory, end.position, shift);
}

interface End {
  readonly position: number;
  /** Of the central directory. */
  readonly size: number;
  readonly offset: number;
}

/** From the end backwards; a record whose comment does not end the file needs to prove itself. */
function findEnd(file: ByteView): End | undefined {
  const lowest = Math.max(0, file.length - END_SIZE - MAX_COMMENT);
  const tail = file.bytes(lowest, file.length - lowest) ?? Buffer.alloc(0);
  for (let at = tail.length - END_SIZE; at >= 0; at -= 1) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== END) continue;
    const position = lowest + at;
    const size = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    const isLast = at + END_SIZE + tail.readUInt16LE(at + 20) === tail.length;
    if (isLast || pointsToHeaders(file, position - size, position - size - offset)) {
      return readEnd64(file, position, size, offset) ?? { position, size, offset };
    }
  }
  return undefined;
}

function pointsToHeaders(file: ByteView, central: number, local: number): boolean {
  return file.uint32(central, true) === CENTRAL && file.uint32(local, true) === LOCAL;
}

/** The wide record counts where the narrow one agrees or says "see there". */
function readEnd64(file: ByteView, end: number, size: number, offset: number): End | undefined {
  const locator = end - 20;
  if (file.uint32(locator, true) !== LOCATOR64) return undefined;
  const position = file.uint64(locator + 8, true);
  if (position === undefined || file.uint32(position, true) !== END64) return undefined;
  const size64 = file.uint64(position + 40, true);
  const offset64 = file.uint64(position + 48, true);
  if (size64 === undefined || offset64 === undefined) return undefined;
  const isWide = isMeant(size64, size) && isMeant(offset64, offset);
  return isWide ? { position, size: size64, offset: offset64 } : undefined;
}

function isMeant(wide: number, narrow: number): boolean {
  return wide === narrow || narrow === 0xffffffff;
}

function readDirectory(file: ByteView, start: number, end: number, shift: number): Zip {
  const directory = file.view(start, end - start);
  const entries: ZipEntry[] = [];
  const length = directory?.length ?? 0;
  let at = 0;
  for (;;) {
    const head = directory?.bytes(at, CENTRAL_SIZE);
    if (!head) break;
    if (entries.length === MAX_ENTRIES)
      return { entries, damage: `more than ${MAX_ENTRIES} entries` };
    const size = CENTRAL_SIZE + head.readUInt16LE(28) + head.readUInt16LE(30);
    const next = at + size + head.readUInt16LE(32);
    const record = directory?.bytes(at, size);
    if (head.readUInt32LE(0) !== CENTRAL || next > length || !record) break;
    entries.push(readEntry(record, shift));
    at = next;
  }
  return at === length
    ? { entries }
    : { entries, damage: `the central directory is damaged behind entry ${entries.length}` };
}

/** @param record of the central directory, with its name and extra field. */
function readEntry(record: Buffer, shift: number): ZipEntry {
  const nameEnd = CENTRAL_SIZE + record.readUInt16LE(28);
  const narrow = {
    size: record.readUInt32LE(24),
    compressedSize: record.readUInt32LE(20),
    offset: record.readUInt32LE(42),
  };
  const wide = widen(narrow, record.subarray(nameEnd));
  return {
    name: record.toString('utf8', CENTRAL_SIZE, nameEnd),
    method: record.readUInt16LE(10),
    isEncrypted: (record.readUInt16LE(8) & 1) !== 0,
    ...wide,
    offset: wide.offset + shift,
  };
}

type Extent = Pick<ZipEntry, 'size' | 'compressedSize' | 'offset'>;

/** The zip64 extra field holds, in this order, what did not fit into 32 bits. */
function widen(narrow: Extent, extra: Buffer): Extent {
  const needs = Object.values(narrow).some((value) => value === 0xffffffff);
  if (!needs) return narrow;
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 1)
    at += 4 + extra.readUInt16LE(at + 2);
  if (at + 4 > extra.length) return narrow;
  const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2));
  let next = at + 4;
  const take = (value: number): number => {
    if (value !== 0xffffffff || next + 8 > end) return value;
    next += 8;
    return Number(extra.readBigUInt64LE(next - 8));
  };
  const size = take(narrow.size);
  const compressedSize = take(narrow.compressedSize);
  return { size, compressedSize, offset: take(narrow.offset) };
}

/** What of an entry can be had, and what about it was odd. */
export interface ZipContent {
  readonly content: ByteView;
  /** Bytes that had to be inflated for it; 0 of a stored one, which is not copied. */
  readonly inflated: number;
  readonly oddity?: string;
  /** Nobody looks at the content any more. */
  readonly release: () => void;
}

/**
 * Reads one entry's bytes, at most `maxBytes` of them. A wrong declared size is said and does not
 * hide the content; anything else wrong is the error.
 *
 * @param spool takes what inflates to much, until it is released.
 */
export function readZipEntry(
  file: ByteView,
  entry: ZipEntry,
  maxBytes: number,
  spool: Spool = new Spool(),
): Result<ZipContent, string> {
  if (entry.isEncrypted) return err('it is encrypted');
  const header = file.bytes(entry.offset, LOCAL_SIZE);
  if (header?.readUInt32LE(0) !== LOCAL)
    return err('it has no local header where the directory says');
  const start = entry.offset + LOCAL_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
  const stored = file.view(start, entry.compressedSize);
  if (!stored) return err('it would end behind the archive');
  if (entry.method === STORED) {
    return stored.length > maxBytes
      ? err(`it has ${stored.length} bytes, which is more than ${maxBytes}`)
      : ok(contentOf(entry, stored, 0));
  }
  if (entry.method !== DEFLATED) return err(`its compression method is ${entry.method}`);
  return inflate(entry, stored, maxBytes, spool);
}

/** Inflated at once up to here, piece by piece beyond. */
const LARGE = 1024 * 1024;

function inflate(
  entry: ZipEntry,
  stored: ByteView,
  maxBytes: number,
  spool: Spool,
): Result<ZipContent, string> {
  if (Math.max(entry.size, stored.length) <= LARGE) {
    const read = inflateAtOnce(entry, stored, Math.min(maxBytes, LARGE));
    // It may be larger than it says.
    if (read.ok || maxBytes <= LARGE || read.error !== tooLarge(LARGE)) return read;
  }
  return inflateInto(spool, entry, stored, maxBytes);
}

function inflateAtOnce(
  entry: ZipEntry,
  stored: ByteView,
  maxBytes: number,
): Result<ZipContent, string> {
  const bytes = stored.bytes(0, stored.length);
  try {
    const content = inflateRawSync(bytes ?? '', {
      maxOutputLength: Math.max(1, maxBytes),
      chunkSize: Math.min(MAX_CHUNK, Math.max(1024, entry.size + 64)),
    });
    return ok(contentOf(entry, byteViewOf([content]), content.length));
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    if (isTooLarge) return err(tooLarge(maxBytes));
    return err(broken(error instanceof Error ? error.message : 'unknown'));
  }
}

function inflateInto(
  spool: Spool,
  entry: ZipEntry,
  stored: ByteView,
  maxBytes: number,
): Result<ZipContent, string> {
  const writer = spool.open();
  let isWhole = false;
  let length = 0;
  const engine = new InflateEngine('raw', (bytes) => {
    length += bytes.length;
    if (length <= maxBytes) writer.push(bytes);
    return false;
  });
  try {
    let problem: string | undefined;
    for (const piece of stored.pieces()) {
      for (let at = 0; at < piece.length && problem === undefined; at += INPUT) {
        problem = engine.push(piece.subarray(at, at + INPUT));
        if (length > maxBytes) return err(tooLarge(maxBytes));
      }
    }
    problem ??= engine.end();
    if (problem !== undefined) return err(broken(problem));
    isWhole = true;
    return ok(contentOf(entry, writer.finish(), length, () => writer.release()));
  } finally {
    if (!isWhole) writer.release();
    engine.close();
  }
}

/** Deflated bytes inflated at a time: come to 16 MiB at most before they are counted. */
const INPUT = 16 * 1024;

function tooLarge(maxBytes: number): string {
  return `it inflates to more than ${maxBytes} bytes`;
}

function broken(problem: string): string {
  return `it cannot be inflated (${problem})`;
}

function contentOf(
  entry: ZipEntry,
  content: ByteView,
  inflated: number,
  release: () => void = () => undefined,
): ZipContent {
  const isAsDeclared = content.length === entry.size;
  const oddity = `it is declared as ${entry.size} bytes and has ${content.length}`;
  return { content, inflated, ...(!isAsDeclared && { oddity }), release };
}
