import type { ByteView } from './byte-view.ts';
import type { Executable, Numbers, Section, Segment } from './executable.ts';
import { numbersOf } from './executable.ts';

/** Go, Rust and C programs have 20 to 60. */
const MAX_HEADERS = 20_000;
const MAX_NAME = 64;
const PT_LOAD = 1;
const PF_X = 1;
const PF_W = 2;
const SHT_NOBITS = 8;

/** Where fields lie: of the file's header, of a program header, of a section header. */
const OFFSETS_64 = {
  programs: { table: 32, entrySize: 54, count: 56, least: 56 },
  program: { flags: 4, offset: 8, address: 16, size: 32 },
  sections: { table: 40, entrySize: 58, count: 60, names: 62, least: 64 },
  section: { offset: 24, size: 32 },
};
const OFFSETS_32: typeof OFFSETS_64 = {
  programs: { table: 28, entrySize: 42, count: 44, least: 32 },
  program: { flags: 24, offset: 4, address: 8, size: 16 },
  sections: { table: 32, entrySize: 46, count: 48, names: 50, least: 40 },
  section: { offset: 16, size: 20 },
};

/** Reads program and section headers; those beyond the file are left out. https://gabi.xinuos.com/ */
export function readElf(file: ByteView): Executable | undefined {
  const elfClass = file.uint8(4);
  const data = file.uint8(5);
  if ((elfClass !== 1 && elfClass !== 2) || (data !== 1 && data !== 2)) return undefined;
  const littleEndian = data === 1;
  const numbers = numbersOf(file, littleEndian, elfClass === 2);
  const offsets = elfClass === 2 ? OFFSETS_64 : OFFSETS_32;
  const segments = readSegments(numbers, offsets);
  const sections = readSections(file, numbers, offsets);
  if (segments.length === 0 && sections.length === 0) return undefined;
  return { format: 'elf', littleEndian, sections, segments };
}

function readSegments(
  { half, word, wide }: Numbers,
  { programs, program }: typeof OFFSETS_64,
): Segment[] {
  const start = wide(programs.table);
  const entrySize = half(programs.entrySize);
  const segments: Segment[] = [];
  if (start === 0 || entrySize < programs.least) return segments;
  for (let index = 0; index < Math.min(half(programs.count), MAX_HEADERS); index += 1) {
    const at = start + index * entrySize;
    const size = wide(at + program.size);
    if (word(at) !== PT_LOAD || size === 0) continue;
    const isData = (word(at + program.flags) & (PF_X | PF_W)) === PF_W;
    const offset = wide(at + program.offset);
    segments.push({ address: wide(at + program.address), offset, size, isData });
  }
  return segments;
}

function readSections(file: ByteView, numbers: Numbers, offsets: typeof OFFSETS_64): Section[] {
  const { half, word, wide } = numbers;
  const { table, entrySize, count, names, least } = offsets.sections;
  const start = wide(table);
  const size = half(entrySize);
  const sections: Section[] = [];
  if (start === 0 || size < least) return sections;
  const namesAt = start + half(names) * size;
  const nameTable = file.view(
    wide(namesAt + offsets.section.offset),
    wide(namesAt + offsets.section.size),
  );
  for (let index = 0; index < Math.min(half(count), MAX_HEADERS); index += 1) {
    const at = start + index * size;
    const name = nameTable && textAt(nameTable, word(at));
    if (!name || word(at + 4) === SHT_NOBITS) continue;
    const offset = wide(at + offsets.section.offset);
    sections.push({ name, offset, size: wide(at + offsets.section.size) });
  }
  return sections;
}

function textAt(table: ByteView, at: number): string | undefined {
  const bytes = table.bytes(at, Math.min(MAX_NAME, table.length - at));
  return bytes?.toString('latin1').split('\0', 1)[0];
}
