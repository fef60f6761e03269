import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PathListWriter, readPathList } from './path-list.ts';

test('paths come back as they went in, over several blocks', () => {
  const paths = Array.from({ length: 40_000 }, (_, i) => `usr/share/doc/paquet-é-${i}/copyright`);
  const writer = new PathListWriter();
  for (const path of paths) writer.add(path);
  const list = writer.finish();
  assert.deepEqual([...readPathList(list)], paths);
  assert.ok(list.length < 40_000 * 12, `${list.length} bytes`);
});

test('the longest path that a tar may bear fits at the end of a block', () => {
  const writer = new PathListWriter();
  const long = 'é'.repeat(32 * 1024);
  for (let i = 0; i < 40; i++) writer.add(long);
  assert.equal([...readPathList(writer.finish())].filter((path) => path === long).length, 40);
});

test('no paths are an empty list', () => {
  assert.deepEqual([...readPathList(new PathListWriter().finish())], []);
});
