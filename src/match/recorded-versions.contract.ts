import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Affected, RangeEvent } from '../model/index.ts';
import { CASES } from './recorded-scans.contract.ts';

export const VERSION_LISTS: string = join(CASES, 'osv-ranges-vs-versions-pypi.jsonl');

interface Recorded {
  readonly id: string;
  readonly name: string;
  readonly ranges: readonly (readonly Readonly<Record<string, string>>[])[];
  readonly versions: readonly string[];
}

/** Records of PyPI that list every version that they affect beside the ranges. */
export function readRecords(): Recorded[] {
  return readFileSync(VERSION_LISTS, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

export function affectedOf(record: Recorded, normalize: (text: string) => string): Affected {
  return {
    ecosystem: 'pypi',
    namespace: 'PyPI',
    name: record.name,
    ranges: record.ranges.map((events) => events.map(eventOf)),
    versions: record.versions.map(normalize),
    status: 'affected',
    architectures: [],
  };
}

const KINDS: Readonly<Record<string, RangeEvent['kind']>> = {
  introduced: 'introduced',
  fixed: 'fixed',
  last_affected: 'lastAffected',
  limit: 'limit',
};

function eventOf(event: Readonly<Record<string, string>>): RangeEvent {
  const [[key, version] = assert.fail('an event that says nothing')] = Object.entries(event);
  return { kind: KINDS[key] ?? assert.fail(`an event of kind "${key}"`), version };
}
