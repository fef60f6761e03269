import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Dated, retained } from './retention.ts';

test('the newest stay, the last of each day for a month, and the last of each month for a year', () => {
  const hourly = snapshots(3 * 365 * 24);
  const kept = hourly.filter(({ number }) => retained(hourly).has(number));
  const newest = hourly.at(-1);
  assert.ok(newest && kept.includes(newest));
  assert.deepEqual(kept.slice(-8), hourly.slice(-8));
  const ages = kept.map(({ createdAt }) =>
    Math.floor((Date.parse(newest.createdAt) - Date.parse(createdAt)) / DAY_MS),
  );
  assert.ok(Math.max(...ages) > 330 && Math.max(...ages) < 366, `${Math.max(...ages)}`);
  for (let age = 0; age < 30; age += 1) assert.ok(ages.includes(age), `none of ${age} days ago`);
  assert.ok(kept.length <= 8 + 30 + 12);
});

test('what is retained once stays retained while nothing newer comes', () => {
  const all = snapshots(500);
  const once = all.filter(({ number }) => retained(all).has(number));
  assert.deepEqual(retained(once), retained(all));
});

const DAY_MS = 86_400_000;

function snapshots(hours: number): readonly Dated[] {
  const start = Date.parse('2023-01-01T00:30:00Z');
  return Array.from({ length: hours }, (_, at) => ({
    number: at + 1,
    createdAt: new Date(start + at * 3_600_000).toISOString(),
  }));
}
