import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysisState, Diagnostic } from '../../api/contract/index.ts';
import { gapWords } from './gap-words.ts';
import { stateWords } from './state-words.ts';

test('a gap of the image and missing advisories have words of their own', () => {
  const rows: readonly [codes: readonly string[], count: number, title: RegExp][] = [
    [['json.malformed'], 1, /^Some of the image could not be read: /],
    [['report.coverage.missing', 'report.starter-feed'], 2, /^All of the image was read, but some/],
    [['report.coverage.missing', 'json.malformed'], 2, /^Some of the image .* and some advisories/],
    // Of the others the server sends no more than their number.
    [['report.advisories.stale'], 30, /^Some of the image .* and some advisories/],
  ];
  for (const [codes, gapCount, title] of rows) {
    assert.match(gapWords({ gaps: codes.map(gap), gapCount }).title, title);
  }
});

test('what is too large says how large, and what is allowed', () => {
  const rows: readonly [limit: string, allowed: number, actual: number, words: string][] = [
    [
      'compressedBytes',
      10_737_418_240,
      20_000_000_000,
      'It has 20.0 GB as stored; at most 10.7 GB are analyzed here. The operator can raise that.',
    ],
    [
      'uncompressedBytes',
      42_949_672_960,
      42_949_672_960,
      'It has more than 42.9 GB unpacked; at most 42.9 GB are analyzed here. The operator can raise that.',
    ],
    ['layers', 512, 600, 'It has 600 layers; at most 512 are analyzed here.'],
  ];
  for (const [limit, allowed, actual, words] of rows) {
    const state: AnalysisState = { kind: 'too_large', limit, allowed, actual };
    assert.equal(stateWords(state).next, words);
  }
});

function gap(code: string): Diagnostic {
  return { code, severity: 'warning', message: code };
}
