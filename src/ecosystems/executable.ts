import type { ByteView } from './byte-view.ts';

/** What an executable's headers say of where its parts lie; the same of all three formats. */
export interface Executable {
  readonly format: 'elf' | 'pe' | 'mach-o';
  readonly littleEndian: boolean;
  readonly sections: readonly Section[];
  /** What is loaded into memory: ELF's PT_LOAD, PE's sections, Mach-O's segments. */
  readonly segments: readonly Segment[];
}

export interface Section {
  readonly name: string;
  /** In the file. */
  readonly offset: number;
  readonly size: number;
}

export interface Segment {
  /** In memory. */
  readonly address: number;
  /** In the file, where `size` bytes of it are. */
  readonly offset: number;
  readonly size: number;
  /** Writable and not executable: where initialized variables are. */
  readonly isData: boolean;
}

/** The bytes of memory at an address, as the file holds them, to the end of their segment. */
export function atAddress(
  { segments }: Executable,
  file: ByteView,
  address: number,
): ByteView | undefined {
  const found = segments.find(
    (segment) => address >= segment.address && address < segment.address + segment.size,
  );
  if (!found) return undefined;
  const skipped = address - found.address;
  const offset = found.offset + skipped;
  return file.view(offset, Math.min(found.size - skipped, file.length - offset));
}

/** Numbers of a header; 0 of what lies outside the file, which no format gives a meaning. */
export interface Numbers {
  readonly half: (offset: number) => number;
  readonly word: (offset: number) => number;
  /** An address, offset or size: as wide as the program's words. */
  readonly wide: (offset: number) => number;
}

export function numbersOf(file: ByteView, littleEndian: boolean, is64: boolean): Numbers {
  return {
    half: (offset) => file.uint16(offset, littleEndian) ?? 0,
    word: (offset) => file.uint32(offset, littleEndian) ?? 0,
    wide: (offset) =>
      (is64 ? file.uint64(offset, littleEndian) : file.uint32(offset, littleEndian)) ?? 0,
  };
}

/** A name that ends at a NUL or where its field does. */
export function fixedText(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
}
