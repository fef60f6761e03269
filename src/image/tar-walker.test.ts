import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
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
} from './tar-builder.ts';
import { generateTars } from './tar-generator.ts';
import { tarEvents } from './tar-events.ts';
import { listTar, summaryOf } from './tar-listing.ts';
import { TarWalker } from './tar-walker.ts';

const ZEROS = Buffer.alloc(512);
const hidden = tarFile('hidden', 'secret');

/** Names seen, and the code of the failure if there was one: what Go 1.26 says of the same bytes. */
const VECTORS: readonly (readonly [string, Buffer, readonly string[], string?])[] = [
  [
    'a hard link with a size has no data',
    tarOf(tarHeader({ name: 'l', type: '1', link: 'a', size: 512 }), hidden),
    ['l', 'hidden'],
  ],
  [
    'a symlink with a size has no data',
    tarOf(tarHeader({ name: 'l', type: '2', link: 'a', size: 512 }), hidden),
    ['l', 'hidden'],
  ],
  [
    'a directory with a size has no data',
    tarOf(tarHeader({ name: 'd/', type: '5', size: 512 }), hidden),
    ['d/', 'hidden'],
  ],
  [
    'a PAX header over 1 MiB is refused',
    tarOf(paxHeader({ path: 'real', comment: 'c'.repeat(2 << 20) }), tarFile('decoy')),
    [],
    'image.tar.header-too-large',
  ],
  [
    'a GNU long name over 1 MiB is refused',
    tarOf(tarMeta('L', 'n'.repeat((1 << 20) + 1)), hidden),
    [],
    'image.tar.header-too-large',
  ],
  [
    'a global PAX path names nothing',
    tarOf(tarMeta('g', paxRecord('path', 'real')), tarFile('decoy')),
    ['', 'decoy'],
  ],
  [
    'a global header drops the long name before it',
    tarOf(tarMeta('L', 'long\0'), tarMeta('g', paxRecord('a', 'b')), tarFile('short')),
    ['', 'short'],
  ],
  ['two zero blocks end the archive', tarOf(tarFile('a'), ZEROS, ZEROS, hidden), ['a']],
  [
    'one zero block before an entry is refused',
    tarOf(tarFile('a'), ZEROS, hidden),
    ['a'],
    'image.tar.malformed',
  ],
  ['one zero block at the end is an end', Buffer.concat([tarFile('a'), ZEROS]), ['a']],
  ['no zero block at the end is an end', tarFile('a', 'content'), ['a']],
  [
    'a wrong checksum is refused',
    tarOf(tarFile('a'), Buffer.concat([Buffer.from('x'), hidden.subarray(1)])),
    ['a'],
    'image.tar.malformed',
  ],
  [
    'a NUL in a PAX path is refused',
    tarOf(paxHeader({ path: 'a\0b' }), tarFile('decoy')),
    [],
    'image.tar.malformed',
  ],
  [
    'a negative size is refused',
    tarOf(tarHeader({ name: 'a', patch: [[124, base256(-1n, 12)]] }), hidden),
    [],
    'image.tar.malformed',
  ],
  [
    'a size over 64 bits is refused',
    tarOf(tarHeader({ name: 'a', patch: [[124, base256(2n ** 80n, 12)]] }), hidden),
    [],
    'image.tar.malformed',
  ],
  [
    'a negative PAX size is refused',
    tarOf(paxHeader({ size: '-1' }), hidden),
    [],
    'image.tar.malformed',
  ],
  [
    'a PAX size counts',
    tarOf(paxHeader({ size: '6' }), tarHeader({ name: 'a' }), tarData('secret'), tarFile('b')),
    ['a', 'b'],
  ],
  [
    'odd paths are seen as written',
    tarOf(tarFile('../../etc/x'), tarFile('./var//lib/./dpkg/status')),
    ['../../etc/x', './var//lib/./dpkg/status'],
  ],
  ['a name that is no UTF-8 is kept', tarOf(tarFile(Buffer.from([0x61, 0xe9]))), ['a\uFFFDe9']],
  [
    'an old header with a slash at the end is a directory',
    tarOf(tarHeader({ name: 'd/', type: '\0', size: 512, format: 'v7' }), hidden),
    ['d/', 'hidden'],
  ],
  [
    'a prefix stands before the name',
    tarOf(tarHeader({ name: 'b', prefix: 'usr/lib' })),
    ['usr/lib/b'],
  ],
  [
    'a GNU long name is cut at its NUL',
    tarOf(tarMeta('L', 'long\0junk'), tarFile('short')),
    ['long'],
  ],
  [
    'an archive that ends in a file is refused',
    tarFile('a', 'c'.repeat(1000)).subarray(0, 1000),
    [],
    'image.tar.truncated',
  ],
  [
    'an archive that ends in a header is refused',
    tarFile('a').subarray(0, 100),
    [],
    'image.tar.truncated',
  ],
];

test('the vectors of hidden and refused entries are seen as Docker sees them', () => {
  for (const [title, tar, names, code] of VECTORS) {
    for (const chunkSize of [1, 512, 777, 1 << 22]) {
      if (chunkSize === 1 && tar.length > 10_000) continue;
      const { entries, refused } = listTar(tar, DEFAULT_LIMITS, chunkSize);
      assert.deepEqual([entries.map(([, name]) => name), refused], [names, code], title);
    }
  }
});

test('500 generated tars, whole and broken, are listed as archive/tar listed them', () => {
  const golden = readFileSync(join(import.meta.dirname, 'fixtures/tar-golden.txt'), 'utf8');
  const lines = golden.trimEnd().split('\n');
  for (const [index, tar] of [...generateTars(1, lines.length)].entries()) {
    const { entries, refused } = listTar(tar);
    assert.equal(summaryOf(entries, refused !== undefined), lines[index], `tar ${index}`);
  }
});

test('a sparse file of any format is whole again', () => {
  const records = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '12' };
  const map = tarData('2\n3\n2\n8\n1\n');
  const old = tarHeader({
    name: 's',
    type: 'S',
    format: 'gnu',
    size: 3,
    patch: [
      [
        386,
        oldSparseMap([
          [3, 2],
          [8, 1],
        ]),
      ],
      [483, '00000000014\0'],
    ],
  });
  const tars: readonly Buffer[] = [
    tarOf(old, tarData('abc')),
    tarOf(
      paxHeader({ ...records, 'GNU.sparse.name': 's' }),
      tarFile('x', Buffer.concat([map, Buffer.from('abc')])),
    ),
    tarOf(
      paxHeader({
        'GNU.sparse.size': '12',
        'GNU.sparse.numblocks': '2',
        'GNU.sparse.map': '3,2,8,1',
      }),
      tarFile('s', 'abc'),
    ),
  ];
  for (const tar of tars) {
    let text = '';
    const walker = new TarWalker(
      {
        entry: () => 'take',
        data(bytes) {
          text += Buffer.from(bytes).toString();
        },
        end() {
          text += '.';
        },
      },
      DEFAULT_LIMITS,
    );
    walker.push(tar);
    assert.equal(text, '\0\0\0ab\0\0\0c\0\0\0.');
  }
});

test('sparse maps that never end or name too much are refused', () => {
  const endless = tarHeader({
    name: 's',
    type: 'S',
    format: 'gnu',
    patch: [
      [386, oldSparseMap([[0, 0]])],
      [482, '\u0001'],
    ],
  });
  const blocks = Array.from({ length: 2100 }, () => {
    const block = Buffer.alloc(512);
    block[504] = 1;
    return block;
  });
  const records = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0' };
  const numbers = tarFile('x', `${10 ** 9}\n${'0\n'.repeat(600_000)}`);
  const huge = {
    'GNU.sparse.numblocks': '0',
    'GNU.sparse.major': '0',
    'GNU.sparse.minor': '1',
    'GNU.sparse.size': String(2 ** 60),
  };
  const cases: readonly (readonly [Buffer, string])[] = [
    [tarOf(endless, ...blocks), 'image.tar.malformed'],
    [tarOf(paxHeader(records), numbers), 'image.tar.malformed'],
    [tarOf(paxHeader(huge), tarFile('x')), 'image.tar.sparse-too-large'],
  ];
  for (const [tar, code] of cases) assert.equal(listTar(tar).refused, code);
});

test('each limit refuses what is over it, and names itself', () => {
  const tar = tarOf(tarFile('a'), tarFile('bbb'), tarMeta('L', 'x'.repeat(600)), tarFile('c'));
  const cases: readonly (readonly [object, string])[] = [
    [{ entries: 2 }, 'image.tar.too-many-entries'],
    [{ pathBytes: 2 }, 'image.tar.path-too-long'],
    [{ headerBytes: 599 }, 'image.tar.header-too-large'],
  ];
  for (const [limits, code] of cases) {
    assert.equal(listTar(tar, { ...DEFAULT_LIMITS, ...limits }).refused, code);
  }
  const walker = new TarWalker(
    { entry: () => 'skip', data: () => undefined, end: () => undefined },
    { ...DEFAULT_LIMITS, entries: 2 },
  );
  assert.throws(() => walker.push(tar), /\(limit entries\)/);
});

test('a failure says where: the byte and the entry before', () => {
  const walker = new TarWalker(
    { entry: () => 'skip', data: () => undefined, end: () => undefined },
    DEFAULT_LIMITS,
  );
  walker.push(tarFile('usr/bin/a', 'x'.repeat(1000)).subarray(0, 900));
  assert.throws(() => walker.end(), {
    message: 'the tar ends at byte 900 in or after "usr/bin/a", in the middle',
  });
});

test('events come in the order of the archive, with the bytes of what was taken', async () => {
  const tar = tarOf(tarFile('a', 'one'), tarFile('b', 'two'), tarFile('c', 'three'));
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < tar.length; at += 500) yield tar.subarray(at, at + 500);
  }
  const seen: string[] = [];
  for await (const event of tarEvents(chunks(), DEFAULT_LIMITS, ({ path }) => path !== 'b')) {
    if (event.kind === 'entry') seen.push(event.entry.path);
    else seen.push(event.kind === 'data' ? Buffer.from(event.bytes).toString() : '.');
  }
  assert.deepEqual(seen, ['a', 'one', '.', 'b', 'c', 'three', '.']);
});

test('a handler that has seen enough of an entry gets no more of it, nor its end', () => {
  const seen: string[] = [];
  const walker = new TarWalker(
    {
      entry: () => 'take',
      data(bytes) {
        seen.push(Buffer.from(bytes).toString());
        return bytes[0] === 0x61 ? 'skip' : undefined;
      },
      end: () => void seen.push('.'),
    },
    DEFAULT_LIMITS,
  );
  const tar = tarOf(tarFile('a', 'aaaa'), tarFile('b', 'bbbb'));
  const kept = [514, 600, 1024, 1538, tar.length].map((end, index, ends) =>
    walker.push(tar.subarray(ends[index - 1] ?? 0, end)),
  );
  assert.deepEqual(seen, ['aa', 'bb', 'bb', '.']);
  assert.deepEqual(kept, [false, false, false, true, true]);
});
