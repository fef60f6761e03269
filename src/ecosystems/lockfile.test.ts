import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package, Scope } from '../model/index.ts';
import { developmentOnly, isWord, linesOf, lockfileReading } from './lockfile.ts';

test('a package is needed at run time if any of its entries is', () => {
  const entries = [entry('a', 'dev'), entry('b', 'dev'), undefined, entry('a', 'runtime')];
  assert.deepEqual(
    lockfileReading('x.lock', entries).packages.map(({ name, scope }) => `${name} ${scope}`),
    ['a runtime', 'b dev'],
  );
});

test('packages past the limit are left out, and the reader is told', () => {
  const entries = ['a', 'b', 'a', 'c', 'd'].map((name) => entry(name, 'runtime'));
  const { packages, diagnostics } = lockfileReading('x.lock', entries, 2);
  assert.deepEqual(
    packages.map(({ name }) => name),
    ['a', 'b'],
  );
  assert.equal(diagnostics?.[0]?.code, 'lockfile.too-many-packages');
  assert.equal(lockfileReading('x.lock', entries, 4).diagnostics, undefined);
});

test('only what run time does not lead to is for development, cycles and all', () => {
  const asks: Readonly<Record<string, readonly string[]>> = {
    app: ['a'],
    a: ['b', 'a'],
    tool: ['b', 'c'],
    c: ['tool'],
    lost: ['c'],
  };
  const only = developmentOnly(['app'], ['tool'], (id) => asks[id] ?? []);
  assert.deepEqual([...only].toSorted(), ['c', 'tool']);
});

test('names and versions have no blanks, no control characters and an end', () => {
  for (const word of ['a', '@scope/a', 'ünï', '1.0+x']) assert.ok(isWord(word), word);
  for (const other of [undefined, '', 'a b', 'a\u0007', 'a\n', 'x'.repeat(257)]) {
    assert.ok(!isWord(other), String(other));
  }
});

test('lines end in either way, the last in none', () => {
  assert.deepEqual([...linesOf('a\r\n\n\r\nb\rc')], ['a', '', '', 'b\rc']);
});

function entry(name: string, scope: Scope): Package {
  return {
    ecosystem: 'npm',
    name,
    version: '1',
    licenses: [],
    locations: ['x.lock'],
    evidence: 'lockfile',
    confidence: 'exact',
    scope,
  };
}
