import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteViewOf } from './byte-view.ts';
import { readZip, readZipEntry } from './zip.ts';
import { sampleZip, ZIP_SAMPLES } from './zip-samples.contract.ts';

/** What `jar tf` of OpenJDK 17.0.15 prints of each (e2e/jar-listing.test.ts asks it again). */
const GOLDEN: Readonly<Record<string, string>> = {
  plain: 'a.txt b/ b/c.txt',
  empty: '',
  'traversal name': '../../x a.txt',
  'absolute and odd names': '/etc/x .//y ü.txt',
  'bytes before it': 'a.txt',
  'bytes behind it': 'a.txt',
  concatenated: 'b/ b/c.txt',
  'duplicate names': 'a.txt a.txt',
  'data descriptors': 'a.txt b/ b/c.txt',
  zip64: 'a.txt b/ b/c.txt',
  comment: 'a.txt',
  'wrong declared size': 'a.txt b/ b/c.txt',
};

test('entries are listed as Java lists them', () => {
  const listed = Object.fromEntries(
    Object.entries(ZIP_SAMPLES).map(([what, bytes]) => {
      const zip = readZip(byteViewOf([bytes]));
      assert.equal(zip?.damage, undefined, what);
      return [what, zip?.entries.map(({ name }) => name).join(' ')];
    }),
  );
  assert.deepEqual(listed, GOLDEN);
});

test('contents are read, stored and deflated, with bytes before them, wide and streamed', () => {
  for (const what of ['plain', 'bytes before it', 'concatenated', 'data descriptors', 'zip64']) {
    const bytes = ZIP_SAMPLES[what] ?? Buffer.alloc(0);
    const texts = contentsOf(bytes);
    const expected = { 'a.txt': 'a', 'b/': '', 'b/c.txt': 'c'.repeat(1000) };
    for (const [name, text] of texts) assert.equal(text, Reflect.get(expected, name), what);
    assert.ok(texts.length > 0);
  }
});

test('a wrong declared size is said, and the content is there', () => {
  const file = byteViewOf([ZIP_SAMPLES['wrong declared size'] ?? Buffer.alloc(0)]);
  const [entry] = readZip(file)?.entries ?? [];
  assert.ok(entry);
  const read = readZipEntry(file, entry, 100);
  assert.ok(read.ok);
  assert.equal(read.value.content.bytes(0, 3)?.toString(), 'abc');
  assert.equal(read.value.oddity, 'it is declared as 2 bytes and has 3');
});

test('what cannot be read of an entry is said', () => {
  const bomb = { name: 'bomb', content: Buffer.alloc(100_000) };
  const bytes = sampleZip([bomb, { name: 'secret', content: 'x', isEncrypted: true }]);
  const errors = contentsOf(bytes, 1000);
  assert.deepEqual(errors, [
    ['bomb', 'it inflates to more than 1000 bytes'],
    ['secret', 'it is encrypted'],
  ]);
  bytes.write('XX', 0);
  assert.deepEqual(contentsOf(bytes, 1000)[0], [
    'bomb',
    'it has no local header where the directory says',
  ]);
});

test('a damaged directory gives the entries before the damage, and says so', () => {
  const bytes = sampleZip([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
  const second = bytes.indexOf('PK\x01\x02', bytes.indexOf('PK\x01\x02') + 1);
  bytes.write('XX', second);
  const zip = readZip(byteViewOf([bytes]));
  assert.deepEqual(
    zip?.entries.map(({ name }) => name),
    ['a'],
  );
  assert.match(zip?.damage ?? '', /behind entry 1/);
});

test('what is no zip is none', () => {
  assert.equal(readZip(byteViewOf([])), undefined);
  assert.equal(readZip(byteViewOf([Buffer.from('PK\x03\x04 and nothing more')])), undefined);
  assert.equal(readZip(byteViewOf([sampleZip([{ name: 'a' }]).subarray(0, -1)])), undefined);
});

function contentsOf(bytes: Buffer, maxBytes = 10_000): [string, string][] {
  const file = byteViewOf([bytes]);
  return (readZip(file)?.entries ?? []).map((entry) => {
    const read = readZipEntry(file, entry, maxBytes);
    const text = read.ok
      ? read.value.content.bytes(0, read.value.content.length)?.toString()
      : read.error;
    return [entry.name, text ?? ''];
  });
}
