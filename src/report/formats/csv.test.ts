import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable } from '../../base/index.ts';
import { HOSTILE_TEXTS, hostileReport, typicalReport } from '../sample-reports.contract.ts';
import { packagesToCsv, toCsv } from './csv.ts';

test('a row for each finding and package, read back as written', () => {
  const [head, first] = rowsOf(toCsv(typicalReport()));
  assert.deepEqual(first?.slice(0, 8), [
    'CVE-2026-1111',
    'critical',
    '9.8',
    'NVD',
    'libssl3',
    '3.0.11-1~deb12u1',
    'deb',
    '3.0.13-1~deb12u1',
  ]);
  assert.equal(head?.length, first?.length);
  const packages = rowsOf(packagesToCsv(typicalReport()));
  assert.deepEqual(packages[1]?.[4], 'Apache-2.0; Some prose, nobody knows');
  assert.equal(packages[3]?.[0], "'@scope/tool");
});

test('no cell of a hostile image is a formula, a second row or a second cell', () => {
  for (const text of HOSTILE_TEXTS) {
    const report = hostileReport(text);
    for (const csv of [toCsv(report), packagesToCsv(report)]) {
      const rows = rowsOf(csv);
      const width = rows[0]?.length;
      assert.ok(rows.every((row) => row.length === width));
      assert.ok(rows.flat().every((cell) => !/^\s*[=+\-@＝＋－＠]/.test(cell)));
      assert.ok(rows.slice(1).some((row) => row.includes(guarded(text))));
    }
  }
});

function guarded(text: string): string {
  const shown = printable(text);
  return /^\s*[=+\-@]/.test(shown) ? `'${shown}` : shown;
}

/** A reader as RFC 4180 has it. */
function rowsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  const cells = csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g);
  for (const [all, quoted, plain = '', end] of cells) {
    if (all === '') break;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}
