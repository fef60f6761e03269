import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageInput } from './package-input.ts';

const CASES = [
  [{}, {}],
  [{ q: ' lodash ' }, { q: 'lodash' }],
  [{ q: 'log4j-core 2.14' }, { q: 'log4j-core', version: '2.14' }],
  [{ q: '@angular/core@17' }, { q: '@angular/core', version: '17' }],
  [{ q: '@angular/core' }, { q: '@angular/core' }],
  [{ q: 'stdlib v1.22.3' }, { q: 'stdlib', version: '1.22.3' }],
  [{ q: 'two words' }, { q: 'two words' }],
  [{ q: 'x'.repeat(500) }, { q: 'x'.repeat(200) }],
  [{ type: 'npm' }, { type: 'npm' }],
  [{ type: 'Not a type' }, {}],
] as const;

test('what one types is a name, or a name and how its version begins', () => {
  for (const [search, input] of CASES) assert.deepEqual(packageInput(search), input);
});
