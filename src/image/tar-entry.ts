import { FailureError, failure } from '../base/index.ts';
import { cleanPath, decodeName } from './path.ts';
import type { RawHeader } from './tar-header.ts';
import { hasSoundNumbers } from './tar-pax.ts';
import type { PaxRecords } from './tar-pax.ts';
import { parseInt64 } from './tar-number.ts';

export type TarEntryKind =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'hardlink'
  | 'device'
  | 'fifo'
  /** PAX records for all that follows: Docker reads past them. */
  | 'global'
  /** A type flag that no unpacker of images takes. */
  | 'other';

/** One entry of a tar, as Go's archive/tar (and so Docker and containerd) sees it. */
export interface TarEntry {
  readonly kind: TarEntryKind;
  /** As written, with `decodeName`'s escapes. */
  readonly name: string;
  /** Cleaned: relative to the image root. The root itself is ''. */
  readonly path: string;
  /** Bytes that `data` brings, holes of sparse files included; 0 of what is no file. */
  readonly size: number;
  /** Symlinks: the target as written. Hard links: as written; `cleanPath` gives what it names. */
  readonly linkName: string;
  /** Permission bits and what else the field holds. */
  readonly mode: number;
  /** The type flag, one character. */
  readonly typeFlag: string;
}

/** What stands before an entry's own header. */
export interface PendingHeaders {
  readonly pax: PaxRecords | undefined;
  /** GNU long names; '' of none. */
  readonly longName: Buffer;
  readonly longLink: Buffer;
}

/** An entry's header with all that PAX and GNU headers before it say. */
export interface MergedHeader {
  readonly type: string;
  readonly name: Buffer;
  readonly linkName: Buffer;
  readonly size: bigint;
}

const KINDS: Readonly<Record<string, TarEntryKind>> = {
  '0': 'file',
  // Contiguous files: Docker does not unpack them, but their bytes are there to see.
  '7': 'file',
  S: 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'fifo',
  g: 'global',
};

export function kindOf(type: string): TarEntryKind {
  return KINDS[type] ?? 'other';
}

/** Links, devices, directories and pipes have no data, whatever size their header states. */
export function isHeaderOnly(type: string): boolean {
  return type >= '1' && type <= '6';
}

/** Says a text of records that cannot be read. */
export function mergeHeader(raw: RawHeader, pending: PendingHeaders): MergedHeader | string {
  const { pax, longName, longLink } = pending;
  if (pax && !hasSoundNumbers(pax)) return 'a number in its PAX records cannot be read';
  const name = longName.length > 0 ? longName : (textOf(pax, 'path') ?? raw.name);
  const linkName = longLink.length > 0 ? longLink : (textOf(pax, 'linkpath') ?? raw.linkName);
  const type = String.fromCharCode(raw.type);
  const isFolder = name.at(-1) === 0x2f;
  return {
    type: type === '\0' ? (isFolder ? '5' : '0') : type,
    name,
    linkName,
    size: parseInt64(pax?.get('size') ?? '') ?? raw.size,
  };
}

function textOf(pax: PaxRecords | undefined, key: string): Buffer | undefined {
  const value = pax?.get(key);
  return value ? Buffer.from(value, 'latin1') : undefined;
}

export function entryOf(
  merged: MergedHeader,
  size: number,
  mode: number,
  pathBytes: number,
): TarEntry {
  for (const text of [merged.name, merged.linkName]) {
    if (text.length <= pathBytes) continue;
    const message = `a path of ${text.length} bytes, over the ${pathBytes} allowed (limit pathBytes)`;
    throw new FailureError(failure('image.tar.path-too-long', message));
  }
  const name = decodeName(merged.name);
  return {
    kind: kindOf(merged.type),
    name,
    path: cleanPath(name),
    size,
    linkName: merged.linkName.length === 0 ? '' : decodeName(merged.linkName),
    mode,
    typeFlag: merged.type,
  };
}
