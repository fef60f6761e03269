/** Writes tars byte by byte, the wrong ones too: for tests. */

/** What a header block says; what is left out is as GNU tar writes it for an empty file. */
export interface HeaderParts {
  readonly name: string | Buffer;
  readonly type?: string;
  readonly size?: number;
  readonly link?: string;
  readonly prefix?: string;
  readonly format?: 'v7' | 'ustar' | 'star' | 'gnu';
  /** Bytes to put at an offset, before the checksum is made. */
  readonly patch?: readonly (readonly [number, string | Buffer])[];
}

const BLOCK = 512;

export function tarHeader(parts: HeaderParts): Buffer {
  const { format = 'ustar' } = parts;
  const block = Buffer.alloc(BLOCK);
  block.set(Buffer.from(parts.name).subarray(0, 100));
  block.write('0000644\u00000000000\u00000000000\0', 100, 'latin1');
  block.write(`${(parts.size ?? 0).toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  block.write('14000000000\0', 136, 'latin1');
  block.write(parts.type ?? '0', 156, 'latin1');
  block.write(parts.link ?? '', 157, 100, 'utf8');
  if (format === 'gnu') block.write('ustar  \0', 257, 'latin1');
  if (format === 'ustar' || format === 'star') block.write('ustar\u000000', 257, 'latin1');
  if (format === 'star') block.write('tar\0', 508, 'latin1');
  if (parts.prefix !== undefined) block.write(parts.prefix, 345, 155, 'utf8');
  for (const [at, bytes] of parts.patch ?? [])
    block.set(Buffer.from(bytes).subarray(0, BLOCK - at), at);
  return withChecksum(block);
}

/** Makes the checksum right again after a change. */
export function withChecksum(block: Buffer): Buffer {
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** Content up to a whole block. */
export function tarData(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
}

export function tarFile(name: string | Buffer, content: string | Buffer = ''): Buffer {
  const size = Buffer.byteLength(content);
  return Buffer.concat([tarHeader({ name, size }), tarData(content)]);
}

/** A header that describes the next entry: `x`, `g`, `L` or `K`. */
export function tarMeta(type: string, content: string | Buffer): Buffer {
  const size = Buffer.byteLength(content);
  const format = type === 'L' || type === 'K' ? 'gnu' : 'ustar';
  return Buffer.concat([tarHeader({ name: 'meta', type, size, format }), tarData(content)]);
}

export function paxRecord(key: string, value: string | Buffer): Buffer {
  const tail = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
  let length = tail.length + 1;
  while (String(length).length + tail.length !== length) length += 1;
  return Buffer.concat([Buffer.from(String(length)), tail]);
}

export function paxHeader(records: Readonly<Record<string, string | Buffer>>): Buffer {
  const all = Object.entries(records).map(([key, value]) => paxRecord(key, value));
  return tarMeta('x', Buffer.concat(all));
}

/** The members and the two blocks of zeros that end an archive. */
export function tarOf(...members: readonly Buffer[]): Buffer {
  return Buffer.concat([...members, Buffer.alloc(2 * BLOCK)]);
}

/** A number of a header field in base-256: two's complement, big-endian. */
export function base256(value: bigint, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let rest = BigInt.asUintN(length * 8, value);
  for (let at = length - 1; at >= 0; at -= 1) {
    bytes[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  bytes[0] = (bytes[0] ?? 0) | 0x80;
  return bytes;
}

/** Offsets and lengths of an old GNU sparse header's or extension block's entries. */
export function oldSparseMap(map: readonly (readonly [number, number])[]): Buffer {
  return Buffer.from(map.map(([at, length]) => octal(at) + octal(length)).join(''), 'latin1');
}

function octal(value: number): string {
  return `${value.toString(8).padStart(11, '0')}\0`;
}
