import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flatten } from './flatten.ts';
import { cleanPath } from './path.ts';
import type { TarEntry } from './tar-entry.ts';

/** `a/` a directory, `a -> b` a symlink, `a => b` a hard link, `a` a file of one byte. */
function entryOf(line: string): TarEntry {
  const [name = '', arrow, linkName = ''] = line.split(' ');
  const kind =
    arrow === '->'
      ? 'symlink'
      : arrow === '=>'
        ? 'hardlink'
        : name.endsWith('/')
          ? 'directory'
          : 'file';
  const size = kind === 'file' ? 1 : 0;
  return { kind, name, path: cleanPath(name), size, linkName, mode: 0o644, typeFlag: '0' };
}

test('layers are put on each other as overlayfs would', () => {
  const cases: readonly (readonly [string, readonly (readonly string[])[], string])[] = [
    ['a removed file is gone', [['a/', 'a/b', 'c'], ['a/.wh.b']], 'a c'],
    ['a removed directory is gone whole', [['a/', 'a/b', 'c'], ['.wh.a']], 'c'],
    [
      'an opaque directory keeps its own',
      [
        ['a/', 'a/b'],
        ['a/', 'a/c', 'a/.wh..wh..opq'],
      ],
      'a a/c',
    ],
    [
      'and what is deeper in it',
      [
        ['a/d/', 'a/d/b'],
        ['a/d/c', 'a/.wh..wh..opq'],
      ],
      'a a/d a/d/c',
    ],
    ['a whiteout spares its own layer', [['a'], ['a', '.wh.a']], 'a'],
    ['a file replaces a directory', [['a/', 'a/b'], ['a']], 'a'],
    ['a directory stays with what is in it', [['a/', 'a/b'], ['a/']], 'a a/b'],
    ['a linked folder is followed', [['u/l/', 'l -> u/l'], ['l/x']], 'l u u/l u/l/x'],
    ['and never to outside', [['l -> ../../../e', 'e/'], ['l/x']], 'e e/x l'],
    ['a loop holds nothing', [['a -> b', 'b -> a'], ['a/x']], 'a b'],
    ['a hard link to nothing is nothing', [['a => b', 'c', 'd => c']], 'c d'],
    ['bookkeeping is left out', [['.wh..wh.plnk/1', 'a']], 'a'],
  ];
  for (const [title, layers, expected] of cases) {
    const flat = flatten(layers.map((lines) => lines.map(entryOf)));
    assert.equal([...flat.keys()].toSorted().join(' '), expected, title);
  }
});

test('an entry says what it is and which layer it is from', () => {
  const flat = flatten([['a', 'b -> a'].map(entryOf), ['c => a'].map(entryOf)]);
  const { source, ...link } = flat.get('b') ?? {};
  assert.deepEqual(link, { kind: 'symlink', size: 0, target: 'a', layer: 0 });
  assert.equal(source?.path, 'b');
  const { source: content, ...file } = flat.get('c') ?? {};
  assert.deepEqual(file, { kind: 'file', size: 1, target: '', layer: 1 });
  assert.equal(content?.path, 'a', 'a hard link has the content of its file');
});
