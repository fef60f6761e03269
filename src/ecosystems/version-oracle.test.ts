import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import type { Arbitrary } from 'fast-check';
import { array, constantFrom, sample, tuple } from 'fast-check';
import { debVersions } from './deb/version.ts';
import { compareRpmSegments } from './rpm/version.ts';

// Differential tests against the native tools, on machines that have them.

const SEED = 12;
const isCi = process.env['CI'] === 'true';

/** Why a test cannot run here; in CI it runs, and fails. */
function missing(tool: string): string | false {
  const isThere = spawnSync(tool, ['--version']).error === undefined;
  return !isThere && !isCi && `SKIPPED: ${tool} is not installed`;
}

/** Texts made of pieces that the tools give a meaning to. */
function versions(pieces: string): Arbitrary<string> {
  return array(constantFrom(...pieces.split(' ')), { minLength: 1, maxLength: 6 }).map((parts) =>
    parts.join(''),
  );
}

function pairs(one: Arbitrary<string>, count: number): [string, string][] {
  return sample(tuple(one, one), { seed: SEED, numRuns: count });
}

test('deb orders 300 made-up pairs as dpkg does', { skip: missing('dpkg') }, () => {
  const made = versions('0 1 9 10 007 . . + ~ ~~ - a b z A rc1 dfsg 1: :').map((end) => `1${end}`);
  const known = pairs(made, 3_000)
    .map(([a, b]) => ({ a, b, left: debVersions.parse(a), right: debVersions.parse(b) }))
    .filter(({ left, right }) => left && right)
    .slice(0, 300);
  assert.equal(known.length, 300);
  const lines = known.map(
    ({ a, b }) =>
      `if dpkg --compare-versions '${a}' lt '${b}'; then echo '<'; ` +
      `elif dpkg --compare-versions '${a}' eq '${b}'; then echo '='; else echo '>'; fi`,
  );
  const said = execFileSync('sh', { input: lines.join('\n'), encoding: 'utf8' })
    .trim()
    .split('\n');
  const wrong = known.filter(({ left, right }, index) => {
    const order = left && right ? Math.sign(debVersions.compare(left, right)) : NaN;
    return ['<', '=', '>'][order + 1] !== said[index];
  });
  assert.deepEqual(wrong, []);
});

test('rpm orders 1,500 made-up pairs as rpm does', { skip: missing('rpm') }, () => {
  const known = pairs(versions('0 1 9 10 007 . . _ + ~ ^ a b z A rc1 el9 é'), 1_500);
  const luaPairs = known.map(([a, b]) => `{"${a}","${b}"}`).join(',');
  const lua = `for _, p in ipairs({${luaPairs}}) do print(rpm.vercmp(p[1], p[2]) .. ' ') end`;
  const said = execFileSync('rpm', ['--eval', `%{lua: ${lua}}`], { encoding: 'utf8' });
  const orders = said.trim().split(/\s+/).map(Number);
  assert.equal(orders.length, known.length);
  const wrong = known.filter(
    ([a, b], index) => Math.sign(compareRpmSegments(a, b)) !== orders[index],
  );
  assert.deepEqual(wrong, []);
});
