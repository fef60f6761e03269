import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanPath, decodeName, whiteoutOf } from './path.ts';

test('a name leads to one path under the image root, whatever its dots and slashes', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['usr/lib/x', 'usr/lib/x'],
    ['./var//lib/./dpkg/status', 'var/lib/dpkg/status'],
    ['/etc/passwd', 'etc/passwd'],
    ['../../etc/x', 'etc/x'],
    ['a/../../b', 'b'],
    ['a/b/../c/', 'a/c'],
    ['./', ''],
    ['', ''],
    ['..', ''],
    ['a/..b/...', 'a/..b/...'],
    ['.config', '.config'],
    ['a/.git/b', 'a/.git/b'],
  ];
  for (const [name, path] of cases) assert.equal(cleanPath(name), path, name);
});

test('whiteouts tell what is gone, and bookkeeping of AUFS tells nothing', () => {
  const cases: readonly (readonly [string, string | undefined, string?])[] = [
    ['a/.wh.b', 'removed', 'a/b'],
    ['.wh.b', 'removed', 'b'],
    ['.wh.b.wh.c', 'removed', 'b.wh.c'],
    ['a/.wh..wh..opq', 'opaque', 'a'],
    ['.wh..wh..opq', 'opaque', ''],
    ['.wh..wh.plnk/1.2', 'ignored', '.wh..wh.plnk/1.2'],
    ['a/.wh..wh.aufs', 'ignored', 'a/.wh..wh.aufs'],
    ['a/.wh.', 'ignored', 'a/.wh.'],
    ['a/.wh...', 'ignored', 'a/.wh...'],
    ['a/b.wh.c', undefined],
    ['a/.wh.b/c', undefined],
    ['a/.wh', undefined],
  ];
  for (const [path, kind, target] of cases) {
    const whiteout = whiteoutOf(path);
    assert.deepEqual([whiteout?.kind, whiteout?.path], [kind, target], path);
  }
});

test('different bytes are different names, and all names are well-formed', () => {
  const names = [
    '61',
    'c3a9',
    'e9',
    'ff',
    'c3',
    'c328',
    'efbfbd',
    'efbfbd6666',
    'eda080',
    'f0908d',
    '61ff62fe',
  ];
  const texts = names.map((hex) => decodeName(Buffer.from(hex, 'hex')));
  assert.deepEqual(texts, [
    'a',
    'é',
    '\uFFFDe9',
    '\uFFFDff',
    '\uFFFDc3',
    '\uFFFDc3(',
    '\uFFFD\uFFFD',
    '\uFFFD\uFFFDff',
    '\uFFFDed\uFFFDa0\uFFFD80',
    '\uFFFDf0\uFFFD90\uFFFD8d',
    'a\uFFFDffb\uFFFDfe',
  ]);
  assert.ok(texts.every((text) => text.isWellFormed()));
});
