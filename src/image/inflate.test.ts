import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { DEFAULT_LIMITS, FailureError, failure } from '../base/index.ts';
import type { Limits } from '../base/index.ts';
import { compressionOf, inflate } from './inflate.ts';
import { randomOf } from './tar-generator.ts';

const DATA = Buffer.alloc(300_000, 'drydock ');
const GZIP = zlib.gzipSync(DATA);
const ZSTD = zlib.zstdCompressSync(DATA);
/** https://www.rfc-editor.org/rfc/rfc8878#section-3.1.2 */
const SKIPPABLE = Buffer.from('502a4d1808000000534b495050454421', 'hex');
const JUNK = Buffer.from('junkjunkjunk');

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function run(
  bytes: Buffer,
  {
    size = 1000,
    keeps = false,
    limits = {},
  }: Partial<{ size: number; keeps: boolean; limits: Partial<Limits> }> = {},
): Promise<string> {
  const parts: Buffer[] = [];
  const options = { limits: { ...DEFAULT_LIMITS, ...limits } };
  const result = await inflate(chunksOf(bytes, size), options, (part) => {
    parts.push(keeps ? part : Buffer.from(part));
    return keeps;
  });
  if (!result.ok) return result.error.code;
  const { compression, digest, diffId, compressedSize, size: inflatedSize } = result.value;
  const inflated = Buffer.concat(parts);
  assert.equal(digest, sha256(bytes));
  assert.equal(diffId, sha256(inflated));
  assert.deepEqual([compressedSize, inflatedSize], [bytes.length, inflated.length]);
  return `${compression} ${inflated.length / DATA.length}`;
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

test('streams are inflated whole, in any number of members or frames, however they are cut', async () => {
  const cases: readonly (readonly [string, Buffer, string])[] = [
    ['gzip', GZIP, 'gzip 1'],
    ['two members', Buffer.concat([GZIP, GZIP]), 'gzip 2'],
    [
      'an empty member at the end, as of eStargz',
      Buffer.concat([GZIP, zlib.gzipSync('')]),
      'gzip 1',
    ],
    ['zstd', ZSTD, 'zstd 1'],
    ['two frames', Buffer.concat([ZSTD, ZSTD]), 'zstd 2'],
    [
      'skippable frames around',
      Buffer.concat([SKIPPABLE, ZSTD, SKIPPABLE, ZSTD, SKIPPABLE]),
      'zstd 2',
    ],
    ['plain', DATA, 'none 1'],
    ['nothing', Buffer.alloc(0), 'none 0'],
    ['less than a magic', Buffer.from('abc'), 'none 0.00001'],
  ];
  for (const [title, bytes, expected] of cases) {
    for (const options of [{ size: 1 }, { size: 777 }, { size: 1 << 20 }, { keeps: true }]) {
      if (options.size === 1 && bytes.length > 10_000) continue;
      assert.equal(await run(bytes, options), expected, `${title}, ${JSON.stringify(options)}`);
    }
  }
});

test('streams that are cut or broken, or go on with something else, are refused', async () => {
  const cases: readonly (readonly [string, Buffer, string])[] = [
    ['cut gzip', GZIP.subarray(0, -3), 'image.layer.truncated'],
    [
      'a cut header after a member',
      Buffer.concat([GZIP, GZIP.subarray(0, 3)]),
      'image.layer.truncated',
    ],
    [
      'a wrong check sum',
      Buffer.concat([GZIP.subarray(0, -8), Buffer.alloc(8)]),
      'image.layer.corrupt',
    ],
    ['junk after gzip', Buffer.concat([GZIP, JUNK]), 'image.layer.corrupt'],
    ['zeros after gzip', Buffer.concat([GZIP, Buffer.alloc(10)]), 'image.layer.corrupt'],
    [
      'a member hidden behind a zero',
      Buffer.concat([GZIP, Buffer.alloc(1), GZIP]),
      'image.layer.corrupt',
    ],
    ['cut zstd', ZSTD.subarray(0, -3), 'image.layer.truncated'],
    [
      'a cut frame after a frame',
      Buffer.concat([ZSTD, ZSTD.subarray(0, 10)]),
      'image.layer.truncated',
    ],
    ['junk after zstd', Buffer.concat([ZSTD, JUNK]), 'image.layer.corrupt'],
    ['bzip2', Buffer.from('BZh91AY&SY'), 'image.layer.unsupported-compression'],
    ['xz', Buffer.from('fd377a585a000004', 'hex'), 'image.layer.unsupported-compression'],
  ];
  for (const [title, bytes, expected] of cases) {
    for (const size of [7, 1 << 20]) assert.equal(await run(bytes, { size }), expected, title);
  }
});

test('a zstd window over 128 MiB is refused', async () => {
  // A frame header of RFC 8878, 3.1.1.1: no single segment, window exponent 18 (2^28), no data.
  const frame = Buffer.from('28b52ffd0090010000', 'hex');
  assert.equal(await run(frame), 'image.layer.corrupt');
});

test('each limit stops a bomb, and names itself', async () => {
  const cases: readonly (readonly [Partial<Limits>, string])[] = [
    [{ uncompressedBytes: 250_000 }, 'image.layer.too-large'],
    [{ compressedBytes: 100 }, 'image.layer.compressed-too-large'],
    [{ ratioFloorBytes: 200_000, inflateRatio: 10 }, 'image.layer.ratio'],
  ];
  for (const [limits, code] of cases) assert.equal(await run(GZIP, { limits }), code);
  assert.equal(await run(GZIP, { limits: { ratioFloorBytes: 1e9, inflateRatio: 10 } }), 'gzip 1');
});

test('what the sink refuses is the failure; what it throws otherwise is thrown', async () => {
  const options = { limits: DEFAULT_LIMITS };
  const refused = await inflate(chunksOf(GZIP, 100), options, () => {
    throw new FailureError(failure('test.refused', 'no'));
  });
  assert.deepEqual(refused, { ok: false, error: { code: 'test.refused', message: 'no' } });
  const bug = inflate(chunksOf(GZIP, 100), options, () => {
    throw new TypeError('bug');
  });
  await assert.rejects(bug, TypeError);
});

test('the first bytes say the compression', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['1f8b0800', 'gzip'],
    ['28b52ffd', 'zstd'],
    ['5f2a4d18', 'zstd'],
    ['425a6839', 'bzip2'],
    ['fd377a585a00', 'xz'],
    ['75737461', 'none'],
  ];
  for (const [hex, expected] of cases)
    assert.equal(compressionOf(Buffer.from(hex, 'hex')), expected);
});

test('mutated streams are inflated or refused, never more than that', async () => {
  const random = randomOf(1);
  const count = Number(process.env['TEST_FUZZ'] ?? 300);
  const small = [
    zlib.gzipSync(DATA.subarray(0, 500)),
    zlib.zstdCompressSync(DATA.subarray(0, 500)),
  ];
  const outcomes = new Set<string>();
  for (let round = 0; round < count; round += 1) {
    const bytes = Buffer.from(small[round % 2] ?? GZIP);
    for (let change = random(3); change >= 0; change -= 1)
      bytes[random(bytes.length)] = random(256);
    outcomes.add(
      await run(bytes.subarray(0, random(4) === 0 ? random(bytes.length) : undefined)).then(
        (text) => text.split(' ')[0] ?? '',
      ),
    );
  }
  assert.ok(outcomes.has('image.layer.corrupt') && outcomes.has('image.layer.truncated'));
});
