import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RangeGrammar } from './version-range.ts';
import type { VersionScheme } from './version-scheme.ts';

/** Third-party facts on the order of versions, beside the repository. */
const VECTORS = join(import.meta.dirname, '../../../shared/vectors');

export interface Fact {
  readonly a: string;
  readonly op: string;
  readonly b: string;
  /** Only in contested files: what the ecosystem's own tool says. */
  readonly nativeTool: string;
}

/** How a file of facts is judged. */
export interface FactsFile {
  /** `deb.tsv`. */
  readonly file: string;
  /** As its README counts them. */
  readonly facts: number;
  /** Facts of order whose texts the native tool does not call versions. */
  readonly unparsed?: number;
}

/** No fact of a file is contradicted. */
export function vectorTests<Range, Version>(
  { file, facts, unparsed = 0 }: FactsFile,
  scheme: VersionScheme<Version>,
  ranges?: RangeGrammar<Range, Version>,
  candidateOf: (text: string) => Version | undefined = (text) => scheme.parse(text),
): void {
  factsTest(`${scheme.id} agrees with the ${facts} facts of ${file}`, file, (rows) => {
    assert.equal(rows.length, facts);
    const wrong: string[] = [];
    let notParsed = 0;
    for (const fact of rows) {
      const said = judge(fact, scheme, ranges, candidateOf);
      if (said === 'unparsed') notParsed++;
      if (said !== fact.op && said !== 'unparsed') {
        wrong.push(`${fact.a} ${fact.op} ${fact.b}: we say ${said}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.equal(notParsed, unparsed, 'texts that are no versions');
  });
}

/** Reads a file of facts for a test; without the files the test is skipped, in CI it fails. */
export function factsTest(
  name: string,
  file: string,
  check: (facts: readonly Fact[]) => void,
): void {
  const path = join(VECTORS, file);
  const isThere = existsSync(path) || process.env['CI'] === 'true';
  test(name, { skip: !isThere && `SKIPPED: ${path} is not there` }, () => {
    check(readFacts(path));
  });
}

/** What we say of the two texts of a fact: an op, or that one is no version. */
export function judge<Range, Version>(
  { a, op, b }: Fact,
  scheme: VersionScheme<Version>,
  ranges?: RangeGrammar<Range, Version>,
  candidateOf: (text: string) => Version | undefined = (text) => scheme.parse(text),
): string {
  const left = scheme.parse(a);
  if (op === 'valid' || op === 'invalid') return left === undefined ? 'invalid' : 'valid';
  if (op === 'in' || op === 'notin') {
    const range = ranges?.parse(b);
    if (!ranges || range === undefined) return 'no range';
    const candidate = candidateOf(a);
    return candidate !== undefined && ranges.contains(range, candidate) ? 'in' : 'notin';
  }
  const right = scheme.parse(b);
  if (left === undefined || right === undefined) return 'unparsed';
  const order = Math.sign(scheme.compare(left, right));
  const back = Math.sign(scheme.compare(right, left));
  if (order + back !== 0) return `not antisymmetric: ${order}, ${back}`;
  return ['<', '=', '>'][order + 1] ?? '?';
}

function readFacts(path: string): Fact[] {
  const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [, a = '', op = '', b = '', , nativeTool = ''] = line.split('\t');
    return { a, op, b, nativeTool };
  });
}
