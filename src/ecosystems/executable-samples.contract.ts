/** What a program for tests holds. */
export interface SampleProgram {
  readonly is64?: boolean;
  readonly littleEndian?: boolean;
  /** One segment of variables, mapped at DATA_ADDRESS. */
  readonly data?: Uint8Array;
  readonly sections?: Readonly<Record<string, Uint8Array>>;
}

/** Where a sample's segment of variables lies in memory. */
export const DATA_ADDRESS = 0x40_0000;

/** A writer of numbers in the byte order and width of a format. */
interface Writer {
  readonly parts: Buffer[];
  half(value: number): void;
  word(value: number): void;
  wide(value: number): void;
  bytes(value: Uint8Array): void;
}

function writer(littleEndian: boolean, is64: boolean): Writer {
  const parts: Buffer[] = [];
  const number = (value: number, size: number) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUIntBE(value, Math.max(0, size - 6), Math.min(size, 6));
    parts.push(littleEndian ? Buffer.from(bytes.toReversed()) : bytes);
  };
  return {
    parts,
    half: (value) => number(value, 2),
    word: (value) => number(value, 4),
    wide: (value) => number(value, is64 ? 8 : 4),
    bytes: (value) => parts.push(Buffer.from(value)),
  };
}

/** An ELF file with a data segment and named sections, and no code. */
export function sampleElf(program: SampleProgram): Buffer {
  const { is64 = true, littleEndian = true, data = Buffer.alloc(0), sections = {} } = program;
  const out = writer(littleEndian, is64);
  const sizes = is64
    ? { header: 64, segment: 56, section: 64 }
    : { header: 52, segment: 32, section: 40 };
  const names = ['', ...Object.keys(sections), '.shstrtab'];
  const table = Buffer.from(names.map((name) => `${name}\0`).join(''));
  const contents = [data, ...Object.values(sections), table];
  const dataStart = sizes.header + sizes.segment;
  const sectionTable = dataStart + contents.reduce((sum, { length }) => sum + length, 0);
  out.bytes(Buffer.from([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, littleEndian ? 1 : 2, 1]));
  out.bytes(Buffer.alloc(9));
  out.half(2);
  out.half(is64 ? 62 : 3);
  out.word(1);
  out.wide(0);
  out.wide(sizes.header);
  out.wide(sectionTable);
  out.word(0);
  for (const value of [sizes.header, sizes.segment, 1, sizes.section, names.length])
    out.half(value);
  out.half(names.length - 1);
  const read = 4;
  const write = 2;
  out.word(1);
  if (is64) out.word(read | write);
  for (const value of [dataStart, DATA_ADDRESS, DATA_ADDRESS, data.length, data.length])
    out.wide(value);
  if (!is64) out.word(read | write);
  out.wide(16);
  for (const content of contents) out.bytes(content);
  out.bytes(Buffer.alloc(sizes.section));
  let offset = dataStart + data.length;
  for (const [index, content] of contents.slice(1).entries()) {
    out.word(table.indexOf(`${names[index + 1]}\0`));
    out.word(1);
    for (const value of [0, 0, offset, content.length]) out.wide(value);
    out.word(0);
    out.word(0);
    out.wide(1);
    out.wide(0);
    offset += content.length;
  }
  return Buffer.concat(out.parts);
}

/** A PE file (64 bit) whose sections are all initialized, writable data. */
export function samplePe({ data, sections = {} }: SampleProgram): Buffer {
  const image = 0x1_4000_0000;
  const all = Object.entries({ ...(data && { '.data': data }), ...sections });
  const header = Buffer.alloc(64 + 24 + 240 + 40 * all.length);
  header.write('MZ', 0, 'latin1');
  header.writeUInt32LE(64, 0x3c);
  header.write('PE\0\0', 64, 'latin1');
  header.writeUInt16LE(all.length, 64 + 6);
  header.writeUInt16LE(240, 64 + 20);
  header.writeUInt16LE(0x20b, 88);
  header.writeBigUInt64LE(BigInt(image), 88 + 24);
  let offset = header.length;
  for (const [index, [name, content]] of all.entries()) {
    const row = 328 + index * 40;
    header.write(name, row, 8, 'latin1');
    header.writeUInt32LE(content.length, row + 8);
    header.writeUInt32LE(0x1000 * (index + 1), row + 12);
    header.writeUInt32LE(content.length, row + 16);
    header.writeUInt32LE(offset, row + 20);
    header.writeUInt32LE(0xc000_0040, row + 36);
    offset += content.length;
  }
  return Buffer.concat([header, ...all.map(([, content]) => content)]);
}

/** A Mach-O file with one segment, `__DATA`, of all sections. */
export function sampleMachO(program: SampleProgram): Buffer {
  const { is64 = true, littleEndian = true, data = Buffer.alloc(0), sections = {} } = program;
  const out = writer(littleEndian, is64);
  const entries = Object.entries(sections);
  const contents = [data, ...entries.map(([, content]) => content)];
  const size = contents.reduce((sum, { length }) => sum + length, 0);
  const command = (is64 ? 72 : 56) + entries.length * (is64 ? 80 : 68);
  const start = (is64 ? 32 : 28) + command;
  out.word(is64 ? 0xfeedfacf : 0xfeedface);
  for (const value of [7, 3, 2, 1, command, 0]) out.word(value);
  if (is64) out.word(0);
  out.word(is64 ? 0x19 : 1);
  out.word(command);
  out.bytes(fixed('__DATA'));
  for (const value of [DATA_ADDRESS, size, start, size]) out.wide(value);
  for (const value of [3, 3, entries.length, 0]) out.word(value);
  let offset = start + data.length;
  for (const [name, content] of entries) {
    out.bytes(fixed(name));
    out.bytes(fixed('__DATA'));
    out.wide(DATA_ADDRESS + offset - start);
    out.wide(content.length);
    out.word(offset);
    for (let rest = is64 ? 7 : 6; rest > 0; rest -= 1) out.word(0);
    offset += content.length;
  }
  return Buffer.concat([...out.parts, ...contents]);
}

function fixed(name: string): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.write(name, 'latin1');
  return bytes;
}
