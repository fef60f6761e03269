import { posix } from 'node:path';
import type { Limits } from '../base/index.ts';
import { failure, FailureError } from '../base/index.ts';
import type { ByteInput } from './byte-input.ts';

/** One member of an archive that holds an image: manifests, blobs, links to layers. */
export interface TarMember {
  /** Cleaned of `./`, `..` and `//`. */
  readonly name: string;
  readonly kind: 'file' | 'link' | 'other';
  /** Of a link: the name it leads to, cleaned, from the archive's root. */
  readonly target: string;
  readonly size: number;
  /** Of its content in the archive. */
  readonly offset: number;
}

const BLOCK = 512;
/** More members than any image has blobs. */
const MAX_MEMBERS = 1_000_000;

interface Header {
  readonly name: string;
  readonly type: string;
  readonly linkName: string;
  readonly size: number;
}

/** Values of extended headers that stand before the member they are for. */
interface Overrides {
  path?: string;
  linkPath?: string;
  size?: number;
}

/**
 * Reads the outer tar of `docker save` and of OCI archives, one member after the other. Layers
 * themselves are read by `image`, with all that tar has grown; these archives are written by
 * machines, in ustar with long names.
 *
 * https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export class TarReader {
  readonly #input: ByteInput;
  readonly #name: string;
  readonly #limits: Pick<Limits, 'headerBytes'>;
  #left = 0;
  #padding = 0;
  #members = 0;

  /** `name`: what messages call the archive. */
  constructor(input: ByteInput, name: string, limits: Pick<Limits, 'headerBytes'>) {
    this.#input = input;
    this.#name = name;
    this.#limits = limits;
  }

  /** The next member, the present one skipped; `undefined` at the archive's end. */
  async next(): Promise<TarMember | undefined> {
    const overrides: Overrides = {};
    for (;;) {
      await this.#finishMember();
      const header = await this.#header();
      if (header === undefined) return undefined;
      if (++this.#members > MAX_MEMBERS)
        this.#fail('entries', `has more than ${MAX_MEMBERS} members`);
      this.#left = header.size;
      this.#padding = (BLOCK - (header.size % BLOCK)) % BLOCK;
      if ('xLK'.includes(header.type)) {
        this.#override(overrides, header.type, await this.#extended());
      } else if (header.type !== 'g') {
        return this.#member(header, overrides);
      }
    }
  }

  /** The present member's content; what is not taken is skipped. */
  async *content(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#input.chunks(this.#left)) {
      this.#left -= chunk.length;
      yield chunk;
    }
    if (this.#left > 0) this.#failTruncated();
  }

  /** Up to `length` bytes of the present member's content. */
  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.#input.read(Math.min(length, this.#left));
    this.#left -= bytes.length;
    return bytes;
  }

  #member(header: Header, overrides: Overrides): TarMember {
    const size = overrides.size ?? header.size;
    this.#left = size;
    this.#padding = (BLOCK - (size % BLOCK)) % BLOCK;
    const name = cleanName(overrides.path ?? header.name);
    const linkName = overrides.linkPath ?? header.linkName;
    const kind = kindOf(header.type);
    const isSymlink = header.type === '2';
    const target = isSymlink ? posix.join(posix.dirname(name), linkName) : linkName;
    return { name, kind, target: cleanName(target), size, offset: this.#input.offset };
  }

  async #finishMember(): Promise<void> {
    const wanted = this.#left + this.#padding;
    const skipped = await this.#input.skip(wanted);
    // Some writers leave out the last padding; no content may be missing.
    if (skipped < this.#left) this.#failTruncated();
    this.#left = 0;
    this.#padding = 0;
  }

  async #header(): Promise<Header | undefined> {
    const { offset } = this.#input;
    const block = await this.#input.read(BLOCK);
    if (block.length === 0 && this.#members > 0) return undefined;
    if (block.length === 0) this.#fail('empty', 'is empty');
    if (block.every((byte) => byte === 0)) return undefined;
    if (!isChecksumRight(block)) {
      if (offset === 0) this.#fail('not-an-archive', 'is neither a tar archive nor an SBOM');
      this.#fail('corrupt', `is damaged: there is no tar header at byte ${offset}`);
    }
    if (block.length < BLOCK) this.#failTruncated();
    return {
      name: ustarName(block),
      type: String.fromCharCode(block[156] ?? 0),
      linkName: text(block, 157, 100),
      size:
        sizeOf(block) ?? this.#fail('corrupt', `has a member of impossible size at byte ${offset}`),
    };
  }

  /** A PAX header's or long name's content. */
  async #extended(): Promise<Uint8Array> {
    const limit = this.#limits.headerBytes;
    if (this.#left > limit) {
      this.#fail(
        'header-limit',
        `has a header of ${this.#left} bytes, over the limit headerBytes ${limit}`,
      );
    }
    return this.take(this.#left);
  }

  #override(overrides: Overrides, type: string, bytes: Uint8Array): void {
    if (type === 'L') overrides.path = text(bytes, 0, bytes.length);
    else if (type === 'K') overrides.linkPath = text(bytes, 0, bytes.length);
    else {
      const records = paxRecords(bytes);
      const size = Number(records.get('size') ?? Number.NaN);
      if (Number.isSafeInteger(size) && size >= 0) overrides.size = size;
      overrides.path = records.get('path') ?? overrides.path ?? '';
      if (overrides.path === '') delete overrides.path;
      const linkPath = records.get('linkpath');
      if (linkPath !== undefined) overrides.linkPath = linkPath;
    }
  }

  #failTruncated(): never {
    return this.#fail(
      'truncated',
      `ends at byte ${this.#input.offset}, in the middle of a member; it was cut off, copy or save it again`,
    );
  }

  #fail(code: string, problem: string): never {
    throw new FailureError(failure(`sources.archive.${code}`, `${this.#name} ${problem}`));
  }
}

function kindOf(type: string): TarMember['kind'] {
  if (type === '1' || type === '2') return 'link';
  return type === '0' || type === '\0' || type === '7' ? 'file' : 'other';
}

/** Relative to the archive's root, which `..` does not leave. */
function cleanName(name: string): string {
  return posix.join('/', name).slice(1);
}

function text(block: Uint8Array, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}

function ustarName(block: Uint8Array): string {
  const prefix = text(block, 257, 6) === 'ustar' ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  return prefix ? `${prefix}/${name}` : name;
}

/** Octal, or base 256 when the first bit is set; `undefined` of what is neither, or negative. */
function sizeOf(block: Uint8Array): number | undefined {
  const field = block.subarray(124, 136);
  const [first = 0] = field;
  if (first === 0x80) {
    const size = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(size) ? size : undefined;
  }
  const digits = text(block, 124, 12).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : undefined;
}

/** Summed over the header with its own field as spaces; as signed bytes by old writers. */
function isChecksumRight(block: Uint8Array): boolean {
  const stated = Number.parseInt(text(block, 148, 8).trim(), 8);
  let unsigned = 0;
  let signed = 0;
  for (const [index, byte] of block.entries()) {
    const value = index >= 148 && index < 156 ? 0x20 : byte;
    unsigned += value;
    signed += value > 127 ? value - 256 : value;
  }
  return stated === unsigned || stated === signed;
}

/** Records `length key=value\n`; what does not fit that form ends the list. */
function paxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  let start = 0;
  while (start < bytes.length) {
    const space = bytes.indexOf(0x20, start);
    const length = Number(text(bytes, start, Math.max(0, space - start)) || Number.NaN);
    if (space === -1 || !Number.isSafeInteger(length) || length <= space - start) break;
    const record = new TextDecoder().decode(bytes.subarray(space + 1, start + length - 1));
    const equals = record.indexOf('=');
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    start += length;
  }
  return records;
}
