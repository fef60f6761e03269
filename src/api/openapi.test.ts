import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRecord } from '../base/index.ts';
import { AREAS, ROUTES } from './contract/areas.ts';
import { openApiDocument } from './openapi.ts';

const byCodeUnits = (left: string, right: string): number => (left < right ? -1 : 1);

const document = openApiDocument(AREAS, '1.2.3');

test('every reference leads to a schema, and every schema is referred to', () => {
  const text = JSON.stringify(document);
  const named = new Set(
    [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name),
  );
  assert.deepEqual(
    [...named].toSorted(byCodeUnits),
    Object.keys(document.components.schemas).toSorted(byCodeUnits),
  );
  assert.ok(!text.includes('#/$defs/'), 'a reference into a schema that is not there');
});

test('every route is an operation that names its errors', () => {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  assert.equal(operations.length, ROUTES.length);
  for (const operation of operations) {
    assert.ok(isRecord(operation) && isRecord(operation['responses']));
    assert.ok('500' in operation['responses']);
    assert.ok('security' in operation || 'x-drydock-action' in operation);
  }
});
