import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assert as check, constant, property, record, string } from 'fast-check';

import type { PurlParts } from './purl-types.ts';
import { formatPurl, parseForeignPurl, parsePurl } from './purl.ts';

const CASES = join(import.meta.dirname, '../../../shared/cases/purl');

interface Case {
  readonly description: string;
  readonly test_type: 'parse' | 'build' | 'validate';
  readonly input: string | Readonly<Record<string, unknown>>;
  readonly expected_output?: unknown;
  readonly expected_failure: boolean;
}

test('all 586 tests of the purl specification pass', (context) => {
  if (!existsSync(CASES)) {
    assert.notEqual(process.env['CI'], 'true', `${CASES} is absent`);
    context.skip(`${CASES} is absent: the purl specification was NOT checked`);
    return;
  }
  const cases = ['spec', 'types'].flatMap(casesOf);
  assert.equal(cases.length, 586);
  assert.deepEqual(cases.filter((one) => !passes(one)).map(describe), []);
});

const PARSED: readonly [text: string, parts: PurlParts | undefined][] = [
  ['pkg:golang/stdlib@1.22.1', { type: 'golang', name: 'stdlib', version: '1.22.1' }],
  ['pkg:npm/@babel/core', { type: 'npm', namespace: '@babel', name: 'core' }],
  ['pkg:npm/a?x=1&x=2', undefined],
  ['pkg:npm/a?__proto__=1', undefined],
  ['pkg:npm/a%2', undefined],
  ['pkg:npm/a%FF', undefined],
  ['pkg:npm/', undefined],
  ['', undefined],
];

for (const [text, parts] of PARSED) {
  test(`${text || 'an empty text'} is ${parts ? 'read' : 'no purl'}`, () => {
    assert.deepEqual(parsePurl(text), parts);
  });
}

test('a purl that another tool wrote may have keys in upper case, but none twice', () => {
  assert.deepEqual(parseForeignPurl('pkg:rpm/fedora/curl@7?Arch=i386')?.qualifiers, {
    arch: 'i386',
  });
  assert.equal(parseForeignPurl('pkg:rpm/fedora/curl@7?arch=i386&Arch=i686'), undefined);
});

test('a formatted purl parses, and formats to itself again', () => {
  const word = string({ minLength: 1, unit: 'binary' });
  const parts = record({
    type: constant('generic'),
    namespace: word,
    name: word,
    version: word,
  });
  check(
    property(parts, (given) => {
      const purl = formatPurl(given);
      assert.ok(purl);
      const parsed = parsePurl(purl);
      assert.equal(parsed?.name, given.name.toWellFormed());
      assert.equal(formatPurl(parsed), purl);
    }),
    { seed: 1, numRuns: 200 },
  );
});

function casesOf(folder: string): Case[] {
  return readdirSync(join(CASES, folder)).flatMap((file): Case[] => {
    const text = readFileSync(join(CASES, folder, file), 'utf8');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the specification's schema
    return (JSON.parse(text) as { readonly tests: Case[] }).tests;
  });
}

function passes({ test_type, input, expected_output, expected_failure }: Case): boolean {
  const actual = run(test_type, input);
  if (expected_failure) return actual === undefined;
  const expected = test_type === 'parse' ? withoutNulls(expected_output) : expected_output;
  return isEqual(actual, expected);
}

function run(type: Case['test_type'], input: Case['input']): unknown {
  if (typeof input !== 'string') return formatPurl({ type: '', name: '', ...withoutNulls(input) });
  const parts = type === 'parse' ? parsePurl(input) : parseForeignPurl(input);
  return type === 'parse' || parts === undefined ? parts : formatPurl(parts);
}

function withoutNulls(value: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value ?? {}).filter(([, part]) => part !== null && part !== undefined),
  );
}

function isEqual(actual: unknown, expected: unknown): boolean {
  try {
    assert.deepEqual(actual, expected);
    return true;
  } catch {
    return false;
  }
}

function describe(one: Case): string {
  return `${one.test_type} ${JSON.stringify(one.input)}: ${one.description}`;
}
