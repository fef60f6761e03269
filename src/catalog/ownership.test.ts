import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Evidence, parseDigest } from '../model/index.ts';
import type { Occurrence } from './occurrence.ts';
import { ownersOf } from './ownership.ts';
import type { SurvivingUnit } from './surviving-units.ts';

const PATH = 'usr/lib/python3.11/site-packages/six.dist-info/METADATA';
const SHA256 = `sha256:${'a'.repeat(64)}`;

test('a file that a package brought is its own as long as no recorded digest says otherwise', () => {
  const rows: readonly (readonly [string | undefined, boolean])[] = [
    [undefined, true],
    ['md5:one', true],
    ['md5:other', false],
    ['sha1:two', true],
    ['sha1:other', false],
    [SHA256, true],
    [`sha256:${'b'.repeat(64)}`, false],
    ['sha512:unknown', true],
  ];
  for (const [digest, isOwned] of rows) {
    assert.deepEqual(owners(PATH, digest), [undefined, isOwned ? 0 : undefined], `${digest}`);
  }
});

const NONE = new Set<string>();

test('an owner by name and place is called a guess, and only where no file list is', () => {
  const place = 'usr/lib/python3/dist-packages/six.dist-info/METADATA';
  const occurrences = [
    occurrenceOf('deb', 'python3-six', 'database', 'db'),
    occurrenceOf('pypi', 'six', 'metadata', place),
  ];
  const ask = (lists: SurvivingUnit['unit']['ownership']) => {
    const units = [unitOf('db', lists), unitOf(place, [])];
    return ownersOf(
      { occurrences, units },
      units,
      () => 'deb',
      (folder) => folder,
    );
  };
  assert.deepEqual(ask([]), { owners: [undefined, 0], areGuessed: true, owned: NONE });
  const listed = [{ owner: 'python3-six', paths: [{ path: place }] }];
  assert.deepEqual(ask(listed), { owners: [undefined, 0], areGuessed: false, owned: NONE });
  const other = [{ owner: 'python3-six', paths: [{ path: 'else' }] }];
  assert.deepEqual(ask(other), { owners: [undefined, undefined], areGuessed: false, owned: NONE });
});

test('a file list names folders as links lead to them, or not', () => {
  assert.deepEqual(owners(`lib64/${PATH.slice('usr/lib/'.length)}`, undefined), [undefined, 0]);
  assert.deepEqual(owners('elsewhere/METADATA', undefined), [undefined, undefined]);
});

function owners(path: string, digest: string | undefined): readonly (number | undefined)[] {
  const database = unitOf('db', [
    { owner: 'py3-six', paths: [digest ? { path, digest } : { path }] },
  ]);
  const units = [database, unitOf(PATH, [])];
  const occurrences = [
    occurrenceOf('apk', 'py3-six', 'database', 'db'),
    occurrenceOf('pypi', 'six', 'metadata', PATH),
  ];
  return ownersOf(
    { occurrences, units },
    units,
    () => 'apk',
    (folder) => folder.replace(/^lib64\//, 'usr/lib/'),
  ).owners;
}

function unitOf(path: string, ownership: SurvivingUnit['unit']['ownership']): SurvivingUnit {
  const digest = parseDigest(SHA256);
  assert.ok(digest);
  const rest = { cataloger: 'test', digest, md5: 'md5:one', sha1: 'sha1:two' };
  return { unit: { ...rest, path, packages: [], ownership, facts: {} }, layer: 0, history: [] };
}

function occurrenceOf(
  ecosystem: string,
  name: string,
  evidence: Evidence,
  path: string,
): Occurrence {
  const rest = { licenses: [], locations: [path], confidence: 'exact', scope: 'runtime' } as const;
  return {
    package: { ecosystem, name, version: '1', evidence, ...rest },
    foundBy: 'test',
    introducedIn: 0,
  };
}
