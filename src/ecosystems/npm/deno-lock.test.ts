import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { denoLock } from './catalog-deno-lock.ts';

const LOCK = readFileSync(join(import.meta.dirname, 'fixtures/deno.lock'), 'utf8');
const PATH = 'app/deno.lock';

catalogerTests(denoLock, [{ [PATH]: LOCK }]);
hostileTextTests(denoLock, PATH);

test('Deno’s lockfile gives packages of npm, without their peers', async () => {
  assert.deepEqual(await packageLines(denoLock, PATH, LOCK), [
    'chalk 5.3.0',
    '@tanstack/react-query 5.0.0',
    'react 18.2.0',
  ]);
});

test('older lockfiles have the packages elsewhere', async () => {
  const second = '{"version":"2","npm":{"specifiers":{"a":"a@1.0.0"},"packages":{"a@1.0.0":{}}}}';
  const third = '{"version":"3","packages":{"specifiers":{},"npm":{"a@1.0.0":{}}}}';
  for (const text of [second, third]) {
    assert.deepEqual(await packageLines(denoLock, PATH, text), ['a 1.0.0'], text);
  }
  assert.deepEqual(await codesOf(denoLock, PATH, '{'), ['npm.deno-lock.malformed']);
});
