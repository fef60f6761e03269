/**
 * How right we are: precision, recall and F1 of each ecosystem and distribution on labelled sets, and what changed
 * against the last release. Fails on what is worse, and where docs/accuracy.md does not say what was measured.
 *
 *     npm run accuracy [-- --write] [-- --accept]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES } from '../../src/match/recorded-scans.contract.ts';
import { fileNamesScores } from './file-names.ts';
import { listedVersionsScores } from './listed-versions.ts';
import { packageDatabasesScores } from './package-databases.ts';
import { pageOf } from './page.ts';
import { programSnippetsScores } from './program-snippets.ts';
import { recordedScansScores } from './recorded-scans.ts';
import {
  type Baseline,
  type Counts,
  changesOf,
  countsOf,
  f1Of,
  keyOf,
  precisionOf,
  recallOf,
  together,
} from './scores.ts';
import { tablesScores } from './tables.ts';

const { values } = parseArgs({
  options: { write: { type: 'boolean' }, accept: { type: 'boolean' } },
});
const BASELINE = join(import.meta.dirname, 'baseline.json');
const PAGE = join(import.meta.dirname, '../../docs/accuracy.md');

if (!existsSync(CASES)) {
  console.error(`error: the labelled sets are not at ${CASES}: nothing can be measured`);
  process.exit(1);
}
const scores = together([
  ...recordedScansScores(),
  ...listedVersionsScores(),
  ...(await programSnippetsScores()),
  ...fileNamesScores(),
  ...(await packageDatabasesScores()),
  ...(await tablesScores()),
]);
console.log(line('', 'right', 'extra', 'missing', 'precision', 'recall', 'F1'));
for (const score of scores) console.log(rowOf(keyOf(score), countsOf(score)));

const baseline: Baseline = existsSync(BASELINE) ? JSON.parse(readFileSync(BASELINE, 'utf8')) : {};
const changes = changesOf(scores, baseline);
console.log(changes.length === 0 ? '\nas in the last release' : '\nagainst the last release:');
for (const { key, before, after, isWorse } of changes) {
  console.log(`${isWorse ? 'WORSE ' : ''}${key}: ${textOf(before)} -> ${textOf(after)}`);
}
for (const { set, group, extra, missing } of scores) {
  for (const one of extra) console.log(`extra: ${set}, ${group}: ${one}`);
  for (const one of missing) console.log(`missing: ${set}, ${group}: ${one}`);
}
const page = pageOf(scores);
if (values.accept) {
  const counts = Object.fromEntries(scores.map((score) => [keyOf(score), countsOf(score)]));
  writeFileSync(BASELINE, `${JSON.stringify(counts, undefined, 2)}\n`);
}
if (values.write || values.accept) writeFileSync(PAGE, page);
else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
  console.error('error: docs/accuracy.md says something else: npm run accuracy -- --write');
  process.exitCode = 1;
}
if (!values.accept && changes.some(({ isWorse }) => isWorse)) {
  console.error('error: less right than in the last release');
  process.exitCode = 1;
}

function rowOf(name: string, counts: Counts): string {
  const { right, extra, missing } = counts;
  const shares = [precisionOf(counts), recallOf(counts), f1Of(counts)];
  return line(name, right, extra, missing, ...shares.map((share) => share.toFixed(4)));
}

function line(name: string, ...columns: readonly (string | number)[]): string {
  return name.padEnd(36) + columns.map((column) => String(column).padStart(10)).join('');
}

function textOf(counts: Counts | undefined): string {
  if (!counts) return 'not measured';
  const { right, extra, missing } = counts;
  return `${right} right, ${extra} extra, ${missing} missing`;
}
