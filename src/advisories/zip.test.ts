import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeZip } from './make-zip.contract.ts';
import { listZip, readZipEntry } from './zip.ts';
import type { RandomAccess } from './zip.ts';

function fileOf(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}

const ZIP = makeZip({ 'a.json': '{"id":"a"}', 'b.json': '{"id":"b"}', 'empty.json': '' });

function contents(bytes: Uint8Array): Record<string, string> {
  const file = fileOf(bytes);
  const listed = listZip(file);
  assert.ok(listed.ok);
  return Object.fromEntries(
    listed.value.map((entry) => {
      const read = readZipEntry(file, entry);
      return [entry.name, read.ok ? Buffer.from(read.value).toString() : read.error.message];
    }),
  );
}

test('stored and deflated files are read through the central directory', () => {
  assert.deepEqual(contents(ZIP), {
    'a.json': '{"id":"a"}',
    'b.json': '{"id":"b"}',
    'empty.json': '',
  });
});

test('an archive cut off anywhere is refused', () => {
  for (let length = 0; length < ZIP.length; length += 1) {
    const listed = listZip(fileOf(ZIP.subarray(0, length)));
    assert.ok(!listed.ok, `${length} bytes`);
    assert.equal(listed.error.code, 'advisory.zip.broken');
  }
});

test('a file that inflates to more than it says is refused without inflating it', () => {
  const bomb = makeZip({ 'bomb.json': 'a'.repeat(1_000_000) });
  const at = bomb.indexOf('PK\x01\x02') + 24;
  bomb.writeUInt32LE(100, at);
  assert.match(contents(bomb)['bomb.json'] ?? '', /damaged or larger than it says/);
});

test('no byte that is changed makes reading throw', () => {
  for (let at = 0; at < ZIP.length; at += 1) {
    const changed = Buffer.from(ZIP);
    changed[at] = (changed[at] ?? 0) ^ 0xff;
    const file = fileOf(changed);
    const listed = listZip(file);
    for (const entry of listed.ok ? listed.value : []) readZipEntry(file, entry);
  }
});

test('limits are kept: files, and bytes of one', () => {
  const limits = { entries: 2, directoryBytes: 1_000_000, entryBytes: 5 };
  assert.ok(!listZip(fileOf(ZIP), limits).ok);
  const [entry] = listZip(fileOf(ZIP)).ok ? contentsList() : [];
  assert.ok(entry && !readZipEntry(fileOf(ZIP), entry, limits).ok);
});

function contentsList() {
  const listed = listZip(fileOf(ZIP));
  assert.ok(listed.ok);
  return listed.value;
}
