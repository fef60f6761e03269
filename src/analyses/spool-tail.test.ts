import assert from 'node:assert/strict';
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FailureError } from '../base/index.ts';
import { SpoolTail } from './spool-tail.ts';

test('a spool is read while it grows, on after it was renamed and removed, and again from the start', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-spool-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'upload');
  writeFileSync(path, 'one ');
  const file = openSync(path, 'r');
  t.after(() => closeSync(file));
  const tail = new SpoolTail(file);
  tail.grew(4);
  const first = tail.bytes();
  assert.equal(textOf((await first.next()).value), 'one ');
  appendFileSync(path, 'two ');
  const next = first.next();
  tail.grew(8);
  assert.equal(textOf((await next).value), 'two ');
  appendFileSync(path, 'three');
  renameSync(path, join(folder, 'blob'));
  unlinkSync(join(folder, 'blob'));
  tail.grew(13);
  tail.end('whole');
  const rest: string[] = [];
  for await (const chunk of first) rest.push(textOf(chunk));
  assert.deepEqual(rest, ['three']);
  let again = '';
  for await (const chunk of tail.bytes()) again += textOf(chunk);
  assert.equal(again, 'one two three');
  await tail.close();
});

test('bytes that are not written yet are not read, and an upload that is given up breaks off', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-spool-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'upload');
  writeFileSync(path, 'visible, and in the making');
  const file = openSync(path, 'r');
  t.after(() => closeSync(file));
  const tail = new SpoolTail(file);
  tail.grew(7);
  const bytes = tail.bytes();
  assert.equal(textOf((await bytes.next()).value), 'visible');
  const next = bytes.next();
  tail.end('broken');
  await assert.rejects(next, FailureError);
  await tail.close();
});

function textOf(chunk: Uint8Array | undefined): string {
  return Buffer.from(chunk ?? []).toString();
}
