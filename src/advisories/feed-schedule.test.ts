import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeedCheck } from './feed-checks.ts';
import { dueAt, parseFeedIntervals } from './feed-schedule.ts';

const MINUTE = 60_000;
const ASKED = Date.parse('2026-01-01T00:00:00Z');

test('a feed is asked for again after what suits it, give or take a tenth', () => {
  for (const [feed, minutes] of [
    ['osv/npm', 5],
    ['debian-tracker', 60],
    ['epss', 360],
    ['endoflife', 1440],
  ] as const) {
    const wait = (dueAt(feed, checked(feed), intervals('')) - ASKED) / MINUTE;
    assert.ok(wait >= minutes * 0.9 && wait <= minutes * 1.1, `${feed}: ${wait}`);
  }
});

test('feeds of one interval are not all due in one second', () => {
  const names = Array.from({ length: 50 }, (_, at) => `alpine-secdb/v3.${at}`);
  const due = names.map((name) => dueAt(name, checked(name), intervals('')) - ASKED);
  assert.ok(new Set(due.map((at) => Math.round(at / 1000))).size > 20);
  assert.ok(Math.max(...due) - Math.min(...due) > 0.5 * MINUTE);
});

test('a feed that fails is asked for less and less often, but not for ever', () => {
  const waits = [1, 2, 3, 4, 60].map((times) => {
    const check = { ...checked('kev'), failure: failed(times) };
    return Math.round((dueAt('kev', check, intervals('')) - ASKED - MINUTE) / (5 * MINUTE));
  });
  assert.deepEqual(
    waits.map((wait, at) => Math.abs(wait - ([2, 4, 8, 16, 72][at] ?? 0)) <= wait / 5),
    [true, true, true, true, true],
    waits.join(' '),
  );
});

test('one that was never asked for is due; one that is switched off never', () => {
  assert.equal(dueAt('kev', undefined, intervals('')), 0);
  assert.equal(dueAt('osv/npm', undefined, intervals('osv=off')), Infinity);
  assert.ok(dueAt('osv/npm', checked('osv/npm'), intervals('osv=off,osv/npm=1d')) < Infinity);
  assert.equal(dueAt('kev', undefined, intervals('off')), Infinity);
  assert.ok(dueAt('kev', checked('kev'), intervals('off,kev=10m')) < ASKED + 12 * MINUTE);
});

test('what is no interval is named', () => {
  for (const text of ['soon', '0m', 'kev=5', '=5m', '5s', 'kev=-5m', '99999d']) {
    const parsed = parseFeedIntervals(`1h,${text}`);
    assert.deepEqual(parsed, { ok: false, error: text });
  }
});

function intervals(text: string): Parameters<typeof dueAt>[2] {
  const parsed = parseFeedIntervals(text);
  assert.ok(parsed.ok);
  return parsed.value;
}

function checked(feed: string): FeedCheck {
  return { feed, checkedAt: '2026-01-01T00:00:00Z', input: '', state: '' };
}

function failed(times: number): NonNullable<FeedCheck['failure']> {
  return { code: 'x', message: 'y', failedAt: '2026-01-01T00:01:00Z', times };
}
