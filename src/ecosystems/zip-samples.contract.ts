import { deflateRawSync } from 'node:zlib';

/** One entry to write, and what to say of it that is not so. */
export interface SampleEntry {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly isStored?: boolean;
  readonly isEncrypted?: boolean;
  /** The size to declare in its place. */
  readonly declaredSize?: number;
  /** Sizes stand behind the content, as a stream writes them. */
  readonly hasDescriptor?: boolean;
}

export interface SampleOptions {
  readonly zip64?: boolean;
  readonly comment?: string;
}

/** Writes a zip for tests, with the oddities that real and hostile ones have. */
export function sampleZip(
  entries: readonly SampleEntry[],
  { zip64 = false, comment = '' }: SampleOptions = {},
): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = headersOf(entry, offset, zip64);
    locals.push(local);
    centrals.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const tail = zip64 ? end64(entries.length, directory.length, offset) : Buffer.alloc(0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 8);
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : directory.length, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, directory, tail, end, Buffer.from(comment)]);
}

function headersOf(
  entry: SampleEntry,
  offset: number,
  zip64: boolean,
): { readonly local: Buffer; readonly central: Buffer } {
  const content = Buffer.from(entry.content ?? '');
  const data = entry.isStored ? content : deflateRawSync(content);
  const name = Buffer.from(entry.name);
  const size = entry.declaredSize ?? content.length;
  // Version, flags, method, time, date (1980-01-01), checksum, sizes, name's length.
  const shared = Buffer.alloc(24);
  shared.writeUInt16LE(zip64 ? 45 : 20, 0);
  shared.writeUInt16LE((entry.isEncrypted ? 1 : 0) | (entry.hasDescriptor ? 8 : 0), 2);
  shared.writeUInt16LE(entry.isStored ? 0 : 8, 4);
  shared.writeUInt16LE(0x21, 8);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(size, 18);
  shared.writeUInt16LE(name.length, 22);
  const inLocal = Buffer.from(shared);
  if (entry.hasDescriptor) inLocal.fill(0, 10, 22);
  const descriptor = Buffer.alloc(entry.hasDescriptor ? 16 : 0);
  if (entry.hasDescriptor) {
    descriptor.writeUInt32LE(0x08074b50, 0);
    descriptor.writeUInt32LE(data.length, 8);
    descriptor.writeUInt32LE(size, 12);
  }
  const extra = zip64 ? wideExtra(size, data.length, offset) : Buffer.alloc(0);
  const inCentral = Buffer.from(shared);
  if (zip64) inCentral.fill(0xff, 14, 22);
  const rest = Buffer.alloc(16);
  rest.writeUInt16LE(extra.length, 0);
  rest.writeUInt32LE(zip64 ? 0xffffffff : offset, 12);
  return {
    local: Buffer.concat([
      Buffer.from('PK\x03\x04', 'latin1'),
      inLocal,
      Buffer.alloc(2),
      name,
      data,
      descriptor,
    ]),
    central: Buffer.concat([
      Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
      inCentral,
      rest,
      name,
      extra,
    ]),
  };
}

function wideExtra(size: number, compressedSize: number, offset: number): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  for (const [index, value] of [size, compressedSize, offset].entries()) {
    extra.writeBigUInt64LE(BigInt(value), 4 + index * 8);
  }
  return extra;
}

/** The wide end record and its locator. */
function end64(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  for (const [at, value] of [
    [24, count],
    [32, count],
    [40, size],
    [48, offset],
    [64, offset + size],
  ] as const) {
    record.writeBigUInt64LE(BigInt(value), at);
  }
  record.writeUInt32LE(0x07064b50, 56);
  record.writeUInt32LE(1, 72);
  return record;
}

const one = [{ name: 'a.txt', content: 'a' }];
const two = [
  { name: 'b/', isStored: true },
  { name: 'b/c.txt', content: 'c'.repeat(1000) },
];

/** Zips that readers disagree on, by what is odd in them. */
export const ZIP_SAMPLES: Readonly<Record<string, Buffer>> = {
  plain: sampleZip([...one, ...two]),
  empty: sampleZip([]),
  'traversal name': sampleZip([{ name: '../../x', content: 'x' }, ...one]),
  'absolute and odd names': sampleZip([{ name: '/etc/x' }, { name: './/y' }, { name: 'ü.txt' }]),
  'bytes before it': Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), sampleZip(one)]),
  'bytes behind it': Buffer.concat([sampleZip(one), Buffer.from('\n\n')]),
  concatenated: Buffer.concat([sampleZip(one), sampleZip(two)]),
  'duplicate names': sampleZip([...one, ...one]),
  'data descriptors': sampleZip([...one, ...two].map((e) => ({ ...e, hasDescriptor: true }))),
  zip64: sampleZip([...one, ...two], { zip64: true }),
  comment: sampleZip(one, { comment: 'PK\x05\x06 is no record here' }),
  'wrong declared size': sampleZip([{ name: 'a.txt', content: 'abc', declaredSize: 2 }, ...two]),
};
