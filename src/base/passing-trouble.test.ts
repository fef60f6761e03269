import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPassingTrouble } from './passing-trouble.ts';

test('a database that is away, by code or in words, however deep, passes; a mistake does not', () => {
  for (const passing of [
    coded('57P01'),
    coded('57P03'),
    coded('08006'),
    coded('53300'),
    coded('ECONNREFUSED'),
    new Error('Connection terminated unexpectedly'),
    new Error('Client was closed and is not queryable'),
    Object.assign(new Error('connect ENOENT /data/.s.PGSQL.5432'), { code: 'ENOENT' }),
    new Error('reading failed', { cause: new Error('again', { cause: coded('57P02') }) }),
  ]) {
    assert.ok(isPassingTrouble(passing), passing.message);
  }
  for (const lasting of [
    coded('23505'),
    coded('42P01'),
    coded('ENOENT'),
    new Error('x'),
    '57P01',
    undefined,
  ]) {
    assert.ok(!isPassingTrouble(lasting));
  }
});

function coded(code: string): Error {
  return Object.assign(new Error('x'), { code });
}
