import type { ByteView } from '../byte-view.ts';
import type { Executable } from '../executable.ts';
import { atAddress } from '../executable.ts';

/** What Go's linker wrote into a binary, unparsed. */
export interface RawBuildInfo {
  /** As `runtime.Version()`: `go1.21.5`, `go1.20.4 X:boringcrypto`, `devel go1.23-f00`. */
  readonly goVersion: string;
  /** Lines of module information; empty where it was built without modules. */
  readonly modules: string;
  /** Whether it lay where the linker puts it, and was not only found by search. */
  readonly isInPlace: boolean;
}

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const ALIGNMENT = 16;
const HEADER = 32;
const IS_BIG_ENDIAN = 1;
const IS_INLINE = 2;
/** Kubernetes' largest binaries have 60 kB of module lines. */
const MAX_TEXT = 16 * 1024 * 1024;
/** Sentinels of cmd/go's modload that enclose the module lines. */
const FRAME = 16;
const NOTHING = Buffer.alloc(0);

/**
 * Reads a Go binary's build information: of go1.18 and later it follows its header, before it the
 * header points to it. It lies in a section of its own, else in the first segment of variables;
 * only of a file whose headers say nothing is the whole searched.
 *
 * https://github.com/golang/go/blob/master/src/debug/buildinfo/buildinfo.go
 */
export function readBuildInfo(
  file: ByteView,
  executable: Executable | undefined,
): RawBuildInfo | undefined {
  const place = executable ? placeOf(executable) : { offset: 0, size: file.length };
  const header = place ? findHeader(file, place.offset, place.offset + place.size) : -1;
  if (header < 0) return undefined;
  const texts = readTexts(file, executable, header);
  const goVersion = texts?.[0].toString('utf8');
  if (!texts || !goVersion) return undefined;
  return { goVersion, modules: unframe(texts[1]), isInPlace: executable !== undefined };
}

function placeOf({ sections, segments }: Executable): { offset: number; size: number } | undefined {
  return (
    sections.find(({ name }) => name === '.go.buildinfo' || name === '__go_buildinfo') ??
    segments.find(({ isData }) => isData)
  );
}

/** The magic may stand by chance (or as a constant of the go command) where it is not aligned. */
function findHeader(file: ByteView, start: number, end: number): number {
  let at = file.indexOf(MAGIC, start, end);
  while (at >= 0 && (at - start) % ALIGNMENT !== 0) at = file.indexOf(MAGIC, at + 1, end);
  return at >= 0 && at + HEADER <= file.length ? at : -1;
}

type Texts = readonly [goVersion: Buffer, modules: Buffer];

function readTexts(
  file: ByteView,
  executable: Executable | undefined,
  header: number,
): Texts | undefined {
  const flags = file.uint8(header + 15) ?? 0;
  if ((flags & IS_INLINE) !== 0) {
    return readInline(file.view(header + HEADER, file.length - header - HEADER));
  }
  return executable && readPointed(executable, file, header, (flags & IS_BIG_ENDIAN) === 0);
}

function readInline(view: ByteView | undefined): Texts | undefined {
  const version = view && readCounted(view, 0);
  const modules = version && readCounted(view, version.end);
  return version && modules && [version.text, modules.text];
}

/** A text after its length as a varint. */
function readCounted(view: ByteView, at: number): { text: Buffer; end: number } | undefined {
  let length = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = view.uint8(at + index);
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte >= 0x80) continue;
    if (length > MAX_TEXT) return undefined;
    const start = at + index + 1;
    const text = view.bytes(start, length);
    return text === undefined ? undefined : { text, end: start + length };
  }
  return undefined;
}

function readPointed(
  executable: Executable,
  file: ByteView,
  header: number,
  littleEndian: boolean,
): Texts | undefined {
  const size = file.uint8(header + 14);
  if (size !== 4 && size !== 8) return undefined;
  const word = (view: ByteView, offset: number) =>
    size === 8 ? view.uint64(offset, littleEndian) : view.uint32(offset, littleEndian);
  /** A Go string: the address of its bytes, and their number. */
  const text = (pointer: number | undefined): Buffer => {
    const string = pointer === undefined ? undefined : atAddress(executable, file, pointer);
    const address = string && word(string, 0);
    const length = string && word(string, size);
    if (address === undefined || length === undefined || length > MAX_TEXT) return NOTHING;
    return atAddress(executable, file, address)?.bytes(0, length) ?? NOTHING;
  };
  return [text(word(file, header + 16)), text(word(file, header + 16 + size))];
}

function unframe(text: Buffer): string {
  const isFramed = text.length > 2 * FRAME && text.at(-FRAME - 1) === 0x0a;
  return isFramed ? text.toString('utf8', FRAME, text.length - FRAME) : '';
}
