import type { ByteView } from './byte-view.ts';
import type { Executable, Numbers, Section, Segment } from './executable.ts';
import { fixedText, numbersOf } from './executable.ts';

/** Programs have 20 to 60 load commands, and as many sections. */
const MAX_COMMANDS = 2_000;
const MAX_SECTIONS = 2_000;
const LC_SEGMENT = 1;
const LC_SEGMENT_64 = 0x19;
const UNIVERSAL = 0xcafebabe;
const UNIVERSAL_64 = 0xcafebabf;
/** Of a Java class file, with the same magic, the version stands here: 45 or more. */
const MAX_ARCHITECTURES = 20;

/** Where fields lie: of a segment command, and of a section in it. */
const OFFSETS_64 = {
  segment: { address: 24, offset: 40, size: 48, count: 64, end: 72 },
  section: { size: 40, offset: 48, end: 80 },
};
const OFFSETS_32: typeof OFFSETS_64 = {
  segment: { address: 24, offset: 32, size: 36, count: 48, end: 56 },
  section: { size: 36, offset: 40, end: 68 },
};

/**
 * Reads the load commands of a Mach-O file, of a universal one its first architecture's.
 *
 * https://github.com/apple-oss-distributions/xnu/blob/main/EXTERNAL_HEADERS/mach-o/loader.h
 */
export function readMachO(file: ByteView): Executable | undefined {
  const magic = file.uint32(0, false);
  if (magic !== UNIVERSAL && magic !== UNIVERSAL_64) return readThin(file, 0);
  const { word, wide } = numbersOf(file, false, magic === UNIVERSAL_64);
  const isSound = word(4) >= 1 && word(4) <= MAX_ARCHITECTURES && wide(16) > 0;
  return isSound ? readThin(file, wide(16)) : undefined;
}

/** By the magic as its bytes stand in the file. */
const SHAPES: Readonly<Record<number, { readonly is64: boolean; readonly littleEndian: boolean }>> =
  {
    0xfeedface: { is64: false, littleEndian: false },
    0xfeedfacf: { is64: true, littleEndian: false },
    0xcefaedfe: { is64: false, littleEndian: true },
    0xcffaedfe: { is64: true, littleEndian: true },
  };

interface Reading {
  readonly file: ByteView;
  readonly numbers: Numbers;
  readonly offsets: typeof OFFSETS_64;
  /** Of the architecture in a universal file: offsets count from it. */
  readonly start: number;
  readonly sections: Section[];
  readonly segments: Segment[];
}

function readThin(file: ByteView, start: number): Executable | undefined {
  const shape = SHAPES[file.uint32(start, false) ?? 0];
  if (!shape) return undefined;
  const { is64, littleEndian } = shape;
  const numbers = numbersOf(file, littleEndian, is64);
  const offsets = is64 ? OFFSETS_64 : OFFSETS_32;
  const reading: Reading = { file, numbers, offsets, start, sections: [], segments: [] };
  let at = start + (is64 ? 32 : 28);
  const count = Math.min(numbers.word(start + 16), MAX_COMMANDS);
  for (let index = 0; index < count; index += 1) {
    const size = numbers.word(at + 4);
    if (size < 8) break;
    if (numbers.word(at) === (is64 ? LC_SEGMENT_64 : LC_SEGMENT)) readSegment(reading, at);
    at += size;
  }
  const { sections, segments } = reading;
  return segments.length === 0 ? undefined : { format: 'mach-o', littleEndian, sections, segments };
}

function readSegment(reading: Reading, at: number): void {
  const { file, numbers, offsets, start } = reading;
  const { address, offset, size, count, end } = offsets.segment;
  const name = file.bytes(at + 8, 16);
  if (!name) return;
  reading.segments.push({
    address: numbers.wide(at + address),
    offset: start + numbers.wide(at + offset),
    size: numbers.wide(at + size),
    isData: fixedText(name).startsWith('__DATA') && numbers.wide(at + size) > 0,
  });
  for (let index = 0; index < numbers.word(at + count); index += 1) {
    const row = at + end + index * offsets.section.end;
    const sectionName = file.bytes(row, 16);
    if (!sectionName || reading.sections.length === MAX_SECTIONS) break;
    reading.sections.push({
      name: fixedText(sectionName),
      offset: start + numbers.word(row + offsets.section.offset),
      size: numbers.wide(row + offsets.section.size),
    });
  }
}
