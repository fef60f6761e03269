import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { decodeMatches, encode } from './codec.ts';

const COVERAGE = { namespaces: [], uncovered: ['alpine:3.2'], withoutFeed: 2 };

test('matches are read as they were written', async () => {
  const coverage = { ...COVERAGE, withoutAdvisories: ['busybox 1.36'], unadvised: [], derived: [] };
  const matches = { findings: [], coverage, diagnostics: [] };
  assert.deepEqual(decodeMatches(await encode(matches)).value, matches);
});

test('matches of a program that knew of no programs without advisories are read too', () => {
  const body = zstdCompressSync(
    JSON.stringify({ findings: [], coverage: COVERAGE, diagnostics: [] }),
  );
  assert.deepEqual(decodeMatches(body).value.coverage, {
    ...COVERAGE,
    withoutAdvisories: [],
    unadvised: [],
    derived: [],
  });
});
