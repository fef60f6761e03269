import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterReport } from './filter.ts';
import { toCsv } from './formats/csv.ts';
import { toJson } from './formats/json.ts';
import { toMarkdown } from './formats/markdown.ts';
import { readReport } from './read-report.ts';
import {
  emptyReport,
  hostileReport,
  HOSTILE_TEXTS,
  typicalReport,
} from './sample-reports.contract.ts';

test('a report that was written and read again writes the same, filtered and in other forms', () => {
  const samples = [typicalReport(), emptyReport(), ...HOSTILE_TEXTS.map(hostileReport)];
  for (const report of samples) {
    const read = readReport(toJson(report));
    assert.ok(read.ok);
    assert.equal(toJson(read.value), toJson(report));
    assert.equal(toCsv(read.value), toCsv(report));
    assert.equal(toMarkdown(read.value), toMarkdown(report));
    const filter = { onlyFixed: true };
    assert.equal(toJson(filterReport(read.value, filter)), toJson(filterReport(report, filter)));
  }
});

test('what is no report of a known schema is told, not thrown', () => {
  const texts = ['', 'null', '[]', '{}', '{"schemaVersion":"2.0"}', '{"schemaVersion":"1.0"}'];
  for (const text of texts) {
    const read = readReport(text);
    assert.ok(!read.ok);
    assert.equal(read.error.code, 'report.unreadable');
  }
});
