import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '../base/index.ts';
import { LAYER, saved, tar } from './image-samples.contract.ts';
import { open, failureFor, stdin, write } from './opened-samples.contract.ts';

test('a compressed archive is read to its end, be it of many members or frames', async () => {
  const whole = tar(saved({}));
  const [start, end] = [whole.subarray(0, 5000), whole.subarray(5000)];
  for (const [name, compress] of [
    ['members.tar.gz', gzipSync],
    ['frames.tar.zst', zstdCompressSync],
  ] as const) {
    const path = await write(name, Buffer.concat([compress(start), compress(end)]));
    assert.equal((await open(path)).layers.length, 2);
  }
  const padded = Buffer.concat([gzipSync(start), new Uint8Array(512), gzipSync(end)]);
  assert.match(await failureFor(await write('padded.tar.gz', padded)), /bytes follow its end/);
  const twice = await write('twice.tar.gz', gzipSync(gzipSync(whole)));
  assert.match(await failureFor(twice), /compressed twice/);
});

test('a compressed archive that inflates to too much ends at its limit', async () => {
  const path = await write('bomb.tar.gz', gzipSync(tar(saved({ zeros: new Uint8Array(1 << 24) }))));
  const limits = { ...DEFAULT_LIMITS, uncompressedBytes: 1 << 20 };
  assert.match(await failureFor(path, { limits }), /1048576 inflated bytes.*uncompressedBytes/);
});

test('an archive is read as archive/tar reads it, on disk and from a pipe', async () => {
  const { 'config.json': config = '', 'manifest.json': manifest = '' } = saved({});
  const link = changed(tar({ 'other.json': { link: 'manifest.json' } }), [[156, '1']]);
  const good = Buffer.concat([
    tar({ 'a/layer.tar': LAYER, [`./${'long/'.repeat(30)}../x`]: 'y' }).subarray(0, -END),
    tar({ './manifest.json': '[]', 'config.json': config }).subarray(0, -END),
    link.subarray(0, -END),
    tar({ 'manifest.json': manifest }),
  ]);
  const zeroBlock = Buffer.concat([tar({ a: '' }).subarray(0, -512), good]);
  const cases: readonly (readonly [Buffer, RegExp | undefined])[] = [
    [good, undefined],
    [Buffer.concat([good, Buffer.from('what follows the end')]), undefined],
    [good.subarray(0, -END), undefined],
    [zeroBlock, /: the tar has a wrong header at byte 1024, after "a": a header follows a block/],
  ];
  for (const [bytes, problem] of cases) {
    const path = await write('go.tar', bytes);
    for (const [text, options] of [[path, {}] as const, ['-', stdin(bytes)] as const]) {
      if (problem) assert.match(await failureFor(text, options), problem);
      else assert.equal((await open(text, options)).layers.length, 2);
    }
  }
});

test('a layer that is stored as a sparse file says so', async () => {
  const sparse = changed(tar({ 'a/layer.tar': 'abcdef' }), [
    [156, 'S'],
    [257, 'ustar  \0'],
    [386, ['0', '3', '11', '3'].map((octal) => `${octal.padStart(11, '0')}\0`).join('')],
    [483, '00000000014\0'],
  ]);
  const rest = tar(saved({})).subarray(0, -END);
  const path = await write('sparse.tar', Buffer.concat([rest, sparse]));
  assert.match(await failureFor(path), /a\/layer\.tar of .* is stored as a sparse file/);
});

/** Of an archive's two last blocks, which are zeros. */
const END = 1024;

/** The tar with bytes of its first header changed, its checksum made right again. */
function changed(tar: Uint8Array, patches: readonly (readonly [number, string])[]): Buffer {
  const bytes = Buffer.from(tar);
  for (const [at, text] of patches) bytes.write(text, at, 'latin1');
  bytes.write('        ', 148, 'latin1');
  const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return bytes;
}
