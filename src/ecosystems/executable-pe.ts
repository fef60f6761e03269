import type { ByteView } from './byte-view.ts';
import type { Executable, Section, Segment } from './executable.ts';
import { fixedText, numbersOf } from './executable.ts';

/** Windows' loader takes 96. */
const MAX_SECTIONS = 96;
const OPTIONAL_64 = 0x20b;
const CNT_INITIALIZED_DATA = 0x40;
const MEM_READ = 0x4000_0000;
const MEM_WRITE = 0x8000_0000;
const DATA = (CNT_INITIALIZED_DATA | MEM_READ | MEM_WRITE) >>> 0;
/** Alignment in object files: says nothing here. */
const ALIGN = 0xf0_0000;

/** Reads the section table. https://learn.microsoft.com/windows/win32/debug/pe-format */
export function readPe(file: ByteView): Executable | undefined {
  const { half, word } = numbersOf(file, true, true);
  const header = word(0x3c);
  if (file.bytes(header, 4)?.toString('latin1') !== 'PE\0\0') return undefined;
  const optional = header + 24;
  const table = optional + half(header + 20);
  const imageBase = imageBaseOf(file, optional);
  const sections: Section[] = [];
  const segments: Segment[] = [];
  for (let index = 0; index < Math.min(half(header + 6), MAX_SECTIONS); index += 1) {
    const row = file.bytes(table + index * 40, 40);
    if (!row) break;
    const section = readSection(row);
    const isData = (row.readUInt32LE(36) & ~ALIGN) >>> 0 === DATA && section.offset > 0;
    sections.push(section);
    segments.push({ ...section, address: imageBase + row.readUInt32LE(12), isData });
  }
  return sections.length === 0
    ? undefined
    : { format: 'pe', littleEndian: true, sections, segments };
}

function imageBaseOf(file: ByteView, optional: number): number {
  const { half, word, wide } = numbersOf(file, true, true);
  return half(optional) === OPTIONAL_64 ? wide(optional + 24) : word(optional + 28);
}

function readSection(row: Buffer): Section {
  const rawSize = row.readUInt32LE(16);
  const virtualSize = row.readUInt32LE(8);
  // The raw size is rounded up to the file alignment: the rest is padding.
  const size = virtualSize > 0 ? Math.min(rawSize, virtualSize) : rawSize;
  return { name: fixedText(row.subarray(0, 8)), offset: row.readUInt32LE(20), size };
}
