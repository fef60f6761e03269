import { FailureError, failure } from '../base/index.ts';
import type { Limits } from '../base/index.ts';
import { entryOf, isHeaderOnly, mergeHeader } from './tar-entry.ts';
import type { MergedHeader, PendingHeaders, TarEntry } from './tar-entry.ts';
import { BLOCK, parseHeader } from './tar-header.ts';
import type { RawHeader } from './tar-header.ts';
import { parsePax } from './tar-pax.ts';
import { SparseMapReader, SparseWriter, isSoundMap, sparseFormOf } from './tar-sparse.ts';

export type TarLimits = Pick<Limits, 'entries' | 'pathBytes' | 'headerBytes' | 'uncompressedBytes'>;

/** Called in the order of the archive, in the middle of `push`. */
export interface TarHandler {
  /** Says whether `data` and `end` shall follow; `skip` costs nothing. */
  entry(entry: TarEntry): 'take' | 'skip';
  /**
   * A view of what was pushed, never a copy, that may be kept. `skip`: no more of this entry, nor
   * its `end`, and this view is not kept. `copied`: it is not kept either, and more is wanted.
   */
  data(bytes: Uint8Array): 'skip' | 'copied' | void;
  /** The entry that was taken is whole. */
  end(): void;
}

const NOTHING: Buffer = Buffer.alloc(0);
const NO_HEADERS: PendingHeaders = { pax: undefined, longName: NOTHING, longLink: NOTHING };
const ZEROS: Buffer = Buffer.alloc(BLOCK);

/** What the next bytes are. */
type State =
  | 'header'
  /** After one block of zeros: another ends the archive. */
  | 'zero'
  /** The content of a PAX header or a GNU long name. */
  | 'meta'
  /** An extension block of an old GNU sparse header. */
  | 'old-sparse'
  /** The map before the data of a sparse file of PAX version 1.0. */
  | 'sparse-map'
  | 'data'
  | 'padding'
  | 'done';

/**
 * Walks a tar as its bytes come, with the semantics of Go's archive/tar, which Docker and
 * containerd unpack with: what they would not see is not seen here, what they refuse is a failure.
 * Methods throw a FailureError, after which the walker must not be used.
 *
 * https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export class TarWalker {
  readonly #handler: TarHandler;
  readonly #limits: TarLimits;
  #state: State = 'header';
  #offset = 0;
  #entries = 0;
  /** Bytes of the state's data still to come, and of the padding after it. */
  #remaining = 0;
  #padding = 0;
  /** Filled where a block straddles chunks. */
  readonly #block: Buffer = Buffer.alloc(BLOCK);
  #filled = 0;
  #pending: PendingHeaders = NO_HEADERS;
  #meta: { readonly raw: RawHeader; readonly chunks: Buffer[] } | undefined;
  #sparse:
    | { readonly raw: RawHeader; readonly merged: MergedHeader; readonly reader: SparseMapReader }
    | undefined;
  #writer: SparseWriter | undefined;
  #expanded = 0;
  #isTaken = false;
  #isKept = false;
  #name = '';

  constructor(handler: TarHandler, limits: TarLimits) {
    this.#handler = handler;
    this.#limits = limits;
  }

  /** Entries so far; PAX headers and long names are none of their own. */
  get entries(): number {
    return this.#entries;
  }

  /** Whether the end-of-archive blocks have passed. What is pushed after them is ignored. */
  get isDone(): boolean {
    return this.#state === 'done';
  }

  /** The name of the last entry seen, for messages; '' before the first. */
  get lastName(): string {
    return this.#name;
  }

  /** Bytes pushed and skipped so far. */
  get offset(): number {
    return this.#offset;
  }

  /** How many of the next bytes nobody wants: who can seek need not read them. */
  get unwanted(): number {
    const isContent = this.#state === 'data' && !this.#isTaken;
    return isContent || this.#state === 'padding' ? this.#remaining : 0;
  }

  /** Goes on as if so many bytes, at most `unwanted`, had been pushed. */
  skip(length: number): void {
    if (length > this.unwanted) throw new Error(`${length} bytes skipped of ${this.unwanted}`);
    if (length === 0) return;
    this.#offset += length;
    this.#remaining -= length;
    if (this.#remaining === 0) this.#endData();
  }

  /** Says whether the handler may have kept a view of the bytes: if so, they must not change. */
  push(bytes: Uint8Array): boolean {
    this.#isKept = false;
    const chunk = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    while (at < chunk.length && this.#state !== 'done') {
      const used = this.#takesBlocks() ? this.#fillBlock(chunk, at) : this.#passData(chunk, at);
      at += used;
      this.#offset += used;
    }
    return this.#isKept;
  }

  /** No more bytes come. Fails when they stopped where archive/tar would not take it for an end. */
  end(): void {
    const isMiddle =
      this.#state !== 'done' &&
      this.#state !== 'padding' &&
      (this.#filled > 0 || !this.#isAtStart());
    if (!isMiddle) return;
    const where = this.#name === '' ? '' : ` in or after ${JSON.stringify(this.#name)}`;
    throw new FailureError(
      failure('image.tar.truncated', `the tar ends at byte ${this.#offset}${where}, in the middle`),
    );
  }

  #isAtStart(): boolean {
    return this.#state === 'header' || this.#state === 'zero';
  }

  #takesBlocks(): boolean {
    return this.#isAtStart() || this.#state === 'old-sparse' || this.#state === 'sparse-map';
  }

  /** Goes on with a block, through a copy only where it straddles chunks; says the bytes used. */
  #fillBlock(chunk: Buffer, at: number): number {
    if (this.#filled === 0 && chunk.length - at >= BLOCK) {
      this.#onBlock(chunk.subarray(at, at + BLOCK));
      return BLOCK;
    }
    const used = chunk.copy(this.#block, this.#filled, at);
    this.#filled += used;
    if (this.#filled === BLOCK) {
      this.#filled = 0;
      this.#onBlock(Buffer.from(this.#block));
    }
    return used;
  }

  #onBlock(block: Buffer): void {
    if (this.#sparse) {
      this.#onSparseBlock(block);
      return;
    }
    if (block[0] === 0 && block.equals(ZEROS)) {
      this.#state = this.#state === 'zero' ? 'done' : 'zero';
      return;
    }
    if (this.#state === 'zero') this.#refuse('a header follows a block of zeros');
    const raw = parseHeader(block);
    if (typeof raw === 'string') return this.#refuse(raw);
    const type = String.fromCharCode(raw.type);
    if (!isHeaderOnly(type) && raw.size < 0n) this.#refuse('its size is negative');
    if ('xgLK'.includes(type)) this.#startMeta(raw);
    else this.#startEntry(raw);
  }

  #startMeta(raw: RawHeader): void {
    const { headerBytes } = this.#limits;
    if (raw.size > BigInt(headerBytes)) {
      throw new FailureError(
        failure(
          'image.tar.header-too-large',
          `a header of ${raw.size} bytes at byte ${this.#offset} of the tar, over the ${headerBytes} allowed (limit headerBytes)`,
        ),
      );
    }
    this.#meta = { raw, chunks: [] };
    this.#startData(Number(raw.size), 'meta');
  }

  #onMeta(): void {
    if (!this.#meta) return;
    const { raw, chunks } = this.#meta;
    const content = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    this.#meta = undefined;
    const type = String.fromCharCode(raw.type);
    if (type === 'L' || type === 'K') {
      const end = content.indexOf(0);
      const text = Buffer.from(end < 0 ? content : content.subarray(0, end));
      const change = type === 'L' ? { longName: text } : { longLink: text };
      this.#pending = { ...this.#pending, ...change };
      return;
    }
    const pax = parsePax(content.toString('latin1'));
    if (!pax) return this.#refuse('its PAX records are malformed');
    if (type === 'x') {
      this.#pending = { ...this.#pending, pax };
      return;
    }
    // archive/tar hands global records out as an entry and forgets what stood before them.
    this.#pending = NO_HEADERS;
    const merged = { type, name: raw.name, linkName: NOTHING, size: 0n };
    this.#announce(merged, raw.mode, 0);
    if (this.#isTaken) this.#handler.end();
    this.#isTaken = false;
  }

  #startEntry(raw: RawHeader): void {
    const pending = this.#pending;
    this.#pending = NO_HEADERS;
    const merged = mergeHeader(raw, pending);
    if (typeof merged === 'string') return this.#refuse(merged);
    const hasData = !isHeaderOnly(merged.type);
    if (hasData && merged.size < 0n) this.#refuse('its size is negative');
    const stored = hasData ? Number(merged.size) : 0;
    const padding = hasData ? Number(-merged.size & BigInt(BLOCK - 1)) : 0;
    if (this.#startSparse(raw, merged, pending, stored, padding)) return;
    this.#announce(merged, raw.mode, stored);
    this.#startData(stored, 'data', padding);
  }

  /** Whether the entry is sparse: then its map is read first, unless the records hold it. */
  #startSparse(
    raw: RawHeader,
    merged: MergedHeader,
    pending: PendingHeaders,
    stored: number,
    padding: number,
  ): boolean {
    const reader = this.#sparseReaderOf(raw, merged, pending);
    if (!reader) return false;
    // The map may be whole only chunks later, when these bytes are gone.
    this.#sparse = { raw, merged: { ...merged, name: Buffer.from(merged.name) }, reader };
    this.#remaining = stored;
    this.#padding = padding;
    if (reader.isWhole) this.#startSparseData();
    else this.#state = merged.type === 'S' ? 'old-sparse' : 'sparse-map';
    return true;
  }

  #sparseReaderOf(
    raw: RawHeader,
    merged: MergedHeader,
    { pax }: PendingHeaders,
  ): SparseMapReader | undefined {
    let reader: SparseMapReader | string;
    if (merged.type === 'S') {
      if (!raw.isGnu) this.#refuse('it is sparse but not of the GNU format');
      reader = SparseMapReader.old(raw.block);
    } else {
      const form = pax && sparseFormOf(pax);
      if (!pax || !form || form.kind === 'none') return undefined;
      if (isHeaderOnly(merged.type)) this.#refuse('it is sparse but no file');
      reader = SparseMapReader.pax(merged.size, pax, form);
    }
    return typeof reader === 'string' ? this.#refuse(reader) : reader;
  }

  #onSparseBlock(block: Buffer): void {
    if (!this.#sparse) return;
    if (this.#state === 'sparse-map') {
      // The map is part of the data, which it may not run out of.
      if (this.#remaining < BLOCK) this.#refuse('its sparse map does not end');
      this.#remaining -= BLOCK;
    }
    const problem = this.#sparse.reader.push(block);
    if (problem !== undefined) this.#refuse(problem);
    if (this.#sparse.reader.isWhole) this.#startSparseData();
  }

  #startSparseData(): void {
    if (!this.#sparse) return;
    const { raw, merged, reader } = this.#sparse;
    this.#sparse = undefined;
    const { map, size, name } = reader;
    if (!isSoundMap(map, size, BigInt(this.#remaining))) this.#refuse('its sparse map is wrong');
    this.#addExpanded(size);
    this.#announce({ ...merged, name: name ?? merged.name }, raw.mode, Number(size));
    if (this.#isTaken) {
      this.#writer = new SparseWriter(map, Number(size), (bytes) => this.#hand(bytes));
    }
    this.#startData(this.#remaining, 'data', this.#padding);
  }

  /** Holes cost an archive nothing: they count as if they were stored. */
  #addExpanded(size: bigint): void {
    const { uncompressedBytes } = this.#limits;
    this.#expanded += Number(size);
    if (this.#expanded <= uncompressedBytes) return;
    throw new FailureError(
      failure(
        'image.tar.sparse-too-large',
        `sparse files of ${this.#expanded} bytes and more, over the ${uncompressedBytes} allowed (limit uncompressedBytes)`,
      ),
    );
  }

  #announce(merged: MergedHeader, mode: number, size: number): void {
    const entry = entryOf(merged, size, mode, this.#limits.pathBytes);
    this.#name = entry.name;
    this.#entries += 1;
    if (this.#entries > this.#limits.entries) {
      throw new FailureError(
        failure(
          'image.tar.too-many-entries',
          `more than the ${this.#limits.entries} entries allowed in a tar (limit entries)`,
        ),
      );
    }
    this.#isTaken = this.#handler.entry(entry) === 'take';
  }

  #startData(
    size: number,
    state: 'meta' | 'data',
    padding: number = (BLOCK - (size % BLOCK)) % BLOCK,
  ): void {
    this.#state = state;
    this.#remaining = size;
    this.#padding = padding;
    if (size === 0) this.#endData();
  }

  #passData(chunk: Buffer, at: number): number {
    const used = Math.min(this.#remaining, chunk.length - at);
    if (this.#state !== 'padding' && (this.#isTaken || this.#meta)) {
      this.#useData(chunk.subarray(at, at + used));
    }
    this.#remaining -= used;
    if (this.#remaining === 0) this.#endData();
    return used;
  }

  #useData(bytes: Buffer): void {
    if (this.#meta) this.#meta.chunks.push(Buffer.from(bytes));
    else if (this.#writer) this.#writer.push(bytes);
    else this.#hand(bytes);
  }

  #hand(bytes: Uint8Array): void {
    if (!this.#isTaken) return;
    const answer = this.#handler.data(bytes);
    if (answer === 'skip') this.#isTaken = false;
    else if (answer !== 'copied') this.#isKept = true;
  }

  /** The state's data is whole: meta data are read, an entry ends, then comes the padding. */
  #endData(): void {
    if (this.#state === 'meta') {
      this.#onMeta();
    } else if (this.#state === 'data' && this.#isTaken) {
      this.#writer?.end();
      if (this.#isTaken) this.#handler.end();
      this.#isTaken = false;
    }
    this.#writer = undefined;
    this.#remaining = this.#state === 'padding' ? 0 : this.#padding;
    this.#padding = 0;
    this.#state = this.#remaining > 0 ? 'padding' : 'header';
  }

  #refuse(reason: string): never {
    const after = this.#name === '' ? '' : `, after ${JSON.stringify(this.#name)}`;
    throw new FailureError(
      failure(
        'image.tar.malformed',
        `the tar has a wrong header at byte ${this.#offset}${after}: ${reason}`,
      ),
    );
  }
}
