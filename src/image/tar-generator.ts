import {
  base256,
  oldSparseMap,
  paxHeader,
  paxRecord,
  tarData,
  tarFile,
  tarHeader,
  tarMeta,
  tarOf,
  withChecksum,
} from './tar-builder.ts';

/** Tars of all kinds, valid and broken, the same for the same seed: for tests. */
export function* generateTars(seed: number, count: number): Generator<Buffer, void, void> {
  const random = randomOf(seed);
  for (let at = 0; at < count; at += 1) {
    const members = Array.from({ length: 1 + random(6) }, () => memberOf(random));
    const tar = tarOf(...members);
    yield random(3) === 0 ? tar : mutated(tar, random);
  }
}

/** Whole numbers from 0 to below the bound. */
type Random = (bound: number) => number;

/** Marsaglia's xorshift, 32 bits. */
export function randomOf(seed: number): Random {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % bound;
  };
}

function pick<Value>(random: Random, values: readonly [Value, ...Value[]]): Value {
  return values[random(values.length)] ?? values[0];
}

function memberOf(random: Random): Buffer {
  const name = nameOf(random);
  const content = 'x'.repeat(pick(random, [0, 1, 10, 511, 512, 513, 1500]));
  const size = content.length;
  const format = pick(random, ['ustar', 'gnu', 'v7', 'star'] as const);
  const makers: readonly [() => Buffer, ...(() => Buffer)[]] = [
    () => tarFile(name, content),
    () => Buffer.concat([tarHeader({ name, size, format, prefix: 'pre/fix' }), tarData(content)]),
    () => tarHeader({ name: `${name}/`, type: pick(random, ['5', '\0', '0']), format }),
    () =>
      tarHeader({
        name,
        type: pick(random, ['1', '2', '3', '4', '5', '6']),
        size: 512,
        link: 'to',
      }),
    () =>
      Buffer.concat([
        tarHeader({ name, type: pick(random, ['7', 'A', 'V', 'é']), size }),
        tarData(content),
      ]),
    () => Buffer.concat([tarMeta('L', `long/${name}\0`), tarFile('short', content)]),
    () =>
      Buffer.concat([
        tarMeta('K', `target/${name}\0`),
        tarHeader({ name, type: '2', link: 'short' }),
      ]),
    () => Buffer.concat([paxHeader(recordsOf(random, name)), tarFile('short', content)]),
    () => tarMeta('g', paxRecord('path', name)),
    () =>
      Buffer.concat([
        tarHeader({ name, patch: [[124, sizeField(random, size)]] }),
        tarData(content),
      ]),
    () => oldSparse(random, name),
    () => paxSparse(random, name),
  ];
  return pick(random, makers)();
}

function nameOf(random: Random): string {
  const names = [
    'a',
    'usr/lib/b',
    './c',
    '../d',
    '/e',
    'f//g',
    'é',
    '.wh.h',
    'i/.wh..wh..opq',
  ] as const;
  return `${pick(random, names)}${random(10)}`;
}

function sizeField(random: Random, size: number): Buffer {
  const values = [BigInt(size), -1n, 2n ** 40n, 2n ** 62n, -(2n ** 63n)] as const;
  return pick(random, [
    base256(pick(random, values), 12),
    Buffer.from(`${size.toString(8)} `.padStart(12, ' ')),
    Buffer.from(size.toString(8).padStart(12, '0')),
    Buffer.from(`${size.toString(8)}\0junk\0\0\0`.slice(0, 12)),
    Buffer.alloc(12, 0xff),
  ]);
}

function recordsOf(random: Random, name: string): Record<string, string> {
  const all: readonly (readonly [string, string])[] = [
    ['path', pick(random, [`pax/${name}`, '', 'nul\0in', `${name}/`])],
    ['linkpath', 'pax/link'],
    ['size', pick(random, ['0', '10', '+10', '-1', '512', 'abc', '99999999999999999999', '0010'])],
    ['mtime', pick(random, ['1.5', '-1.25', '1.', '.5', 'x', '1.5x'])],
    ['uid', pick(random, ['0', '2097152', 'root'])],
    ['comment', 'c'.repeat(random(600))],
    ['SCHILY.xattr.user.a', 'nul\0ok'],
    ['GNU.sparse.name', 'sparse-name'],
    ['GNU.sparse.major', pick(random, ['0', '1', '2'])],
    ['GNU.sparse.map', '0,5,10,5'],
  ];
  return Object.fromEntries(all.filter(() => random(4) === 0));
}

/** Stretches of 512 bytes with holes between, now and then out of order or too many. */
function stretches(random: Random): [number, number][] {
  const map: [number, number][] = [];
  let at = 0;
  for (let count = random(7); count > 0; count -= 1) {
    at += pick(random, [0, 512, 1024, 100]);
    const length = pick(random, [512, 512, 0, 100]);
    map.push([at, length]);
    at += random(20) === 0 ? -100 : length;
  }
  return map;
}

function stored(map: readonly (readonly [number, number])[], random: Random): Buffer {
  const total = map.reduce((sum, [, length]) => sum + length, 0);
  return Buffer.alloc(Math.max(0, total + pick(random, [0, 0, 0, 0, 0, 100, -100])), 'd');
}

function sizeOf(map: readonly (readonly [number, number])[], random: Random): number {
  const [at, length] = map.at(-1) ?? [0, 0];
  return Math.max(0, at + length + pick(random, [0, 0, 0, 700, 512, -1]));
}

function oldSparse(random: Random, name: string): Buffer {
  const map = stretches(random);
  const data = stored(map, random);
  const isExtended = map.length > 4;
  const size = sizeOf(map, random).toString(8).padStart(11, '0');
  const header = tarHeader({
    name,
    type: 'S',
    format: random(10) === 0 ? 'ustar' : 'gnu',
    size: data.length,
    patch: [
      [386, oldSparseMap(map.slice(0, 4))],
      [482, isExtended ? '\u0001' : '\0'],
      [483, `${size}\0`],
    ],
  });
  const more = isExtended
    ? [tarData(Buffer.concat([oldSparseMap(map.slice(4)), Buffer.alloc(100)]))]
    : [];
  return Buffer.concat([header, ...more, tarData(data)]);
}

function paxSparse(random: Random, name: string): Buffer {
  const map = stretches(random);
  const data = stored(map, random);
  const size = String(sizeOf(map, random));
  const form = random(3);
  if (form === 2) {
    const text = `${map.length}\n${map.map(([at, length]) => `${at}\n${length}\n`).join('')}`;
    const records = {
      'GNU.sparse.major': '1',
      'GNU.sparse.minor': '0',
      'GNU.sparse.realsize': size,
    };
    const content = Buffer.concat([tarData(text), data]);
    return Buffer.concat([
      paxHeader({ ...records, 'GNU.sparse.name': `sparse/${name}` }),
      tarFile(name, content),
    ]);
  }
  const common = [
    paxRecord('GNU.sparse.size', size),
    paxRecord('GNU.sparse.numblocks', String(map.length)),
  ];
  const places =
    form === 1
      ? [paxRecord('GNU.sparse.map', map.flat().join(','))]
      : map.flatMap(([at, length]) => [
          paxRecord('GNU.sparse.offset', String(at)),
          paxRecord('GNU.sparse.numbytes', String(length)),
        ]);
  return Buffer.concat([tarMeta('x', Buffer.concat([...common, ...places])), tarFile(name, data)]);
}

const BLOCK = 512;

/** Cuts, repeats, changes or drops something; half of the changed blocks get a right checksum. */
function mutated(tar: Buffer, random: Random): Buffer {
  const blocks = tar.length / BLOCK;
  const at = random(Math.max(1, blocks - 1)) * BLOCK;
  switch (random(6)) {
    case 0:
      return tar.subarray(0, random(tar.length));
    case 1:
      return Buffer.concat([
        tar.subarray(0, at),
        Buffer.alloc(BLOCK * (1 + random(2))),
        tar.subarray(at),
      ]);
    case 2:
      return Buffer.concat([tar.subarray(0, at), tar.subarray(at + BLOCK)]);
    default: {
      const copy = Buffer.from(tar);
      const block = copy.subarray(at, at + BLOCK);
      for (let count = 1 + random(3); count > 0; count -= 1)
        block[hotByte(random)] = byteOf(random);
      if (random(4) > 0) withChecksum(block);
      return copy;
    }
  }
}

/** Mostly in the fields that decide something. */
function hotByte(random: Random): number {
  const [start, length] = pick(random, [
    [124, 12],
    [156, 1],
    [257, 8],
    [345, 24],
    [386, 110],
    [0, 512],
    [100, 48],
  ]);
  return start + random(length);
}

function byteOf(random: Random): number {
  return pick(random, [0, 0x20, 0x30, 0x37, 0x38, 0x80, 0xff, 0xbf, 0x0a, 0x2f, random(256)]);
}
