import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyReport,
  HOSTILE_TEXTS,
  hostileReport,
  typicalReport,
} from '../sample-reports.contract.ts';
import { toJson } from './json.ts';
import { jsonText } from './json-text.ts';
import { schemaErrors } from '../../schema.contract.ts';

test('reports are what their schema says, no field more and none less', () => {
  const starter = {
    number: 0,
    digest: typicalReport().snapshot.digest,
    createdAt: '',
    isStarter: true,
  };
  const reports = [typicalReport(), emptyReport(), typicalReport({ snapshot: starter })];
  for (const report of [...reports, ...HOSTILE_TEXTS.map(hostileReport)]) {
    assert.deepEqual(schemaErrors('report-1', toJson(report)), []);
  }
});

test('the schema refuses a field that it does not know, and misses one that it wants', () => {
  const { state, ...rest }: Record<string, unknown> = JSON.parse(toJson(typicalReport()));
  assert.equal(state, 'complete_with_gaps');
  const errors = schemaErrors('report-1', JSON.stringify({ ...rest, news: 1 })).join('\n');
  assert.match(errors, /"missingProperty":"state"/);
  assert.match(errors, /"additionalProperty":"news"/);
});

test('JSON holds every text as it was, and no byte that steers a terminal', () => {
  for (const text of HOSTILE_TEXTS) {
    const json = jsonText({ [text]: text });
    assert.doesNotMatch(json, STEERING);
    const read: unknown = JSON.parse(json);
    assert.deepEqual(read, { [text.toWellFormed()]: text.toWellFormed() });
  }
});

/** All that may stand in JSON below U+0020 is the line feed. */
const STEERING =
  // oxlint-disable-next-line no-control-regex -- that is what it looks for
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]|\p{Surrogate}/u;
