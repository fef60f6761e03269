import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from './log.ts';

test('a line is JSON with a level, a time and its fields, and secrets are masked', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const token = `ddp_${'a1B2c3'.repeat(7)}`;
  log.warn('something odd', {
    path: `/x/${token}`,
    password: 'hunter2',
    reason: `connect postgresql://drydock:hunter2@db/x failed, Authorization: Basic aHVudGVyMjpodW50ZXIy`,
    jwt: 'eyJhbGciOi.eyJzdWIiOi.c2ln',
    count: 3,
  });
  const line: unknown = JSON.parse(lines[0] ?? '');
  assert.ok(typeof line === 'object' && line !== null && 'time' in line);
  assert.match(String(line.time), /^\d{4}-\d\d-\d\dT.*Z$/);
  assert.deepEqual(line, {
    level: 'warn',
    time: line.time,
    path: '/x/ddp_***',
    password: '***',
    reason: 'connect postgresql://drydock:***@db/x failed, Authorization: Basic ***',
    jwt: 'eyJ***',
    count: 3,
    message: 'something odd',
  });
});
