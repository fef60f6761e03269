import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
import { materialsOf } from './provenance.ts';

const LIMITS = { bytes: 1_000_000, nesting: DEFAULT_LIMITS.nesting };
const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

test('images that a build read, by both versions of provenance', () => {
  const materials = [
    { uri: 'pkg:docker/node@20-alpine?platform=linux%2Famd64', digest: { sha256: A } },
    { uri: 'pkg:docker/localhost%3A7070/acme/base@1', digest: { sha256: B } },
    { uri: 'https://github.com/acme/shop.git#refs/heads/main', digest: { sha1: 'c' } },
    { uri: 'pkg:docker/odd@1', digest: { sha256: 'short' } },
    null,
  ];
  const expected = [
    { name: 'node', digest: `sha256:${A}` },
    { name: 'localhost:7070/acme/base', digest: `sha256:${B}` },
  ];
  assert.deepEqual(read({ predicate: { materials } }), expected);
  const buildDefinition = { resolvedDependencies: materials };
  assert.deepEqual(read({ predicate: { buildDefinition } }), expected);
});

test('what is no provenance names none', () => {
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"predicate":[]}',
    '{"predicate":{"materials":{}}}',
  ]) {
    assert.deepEqual(materialsOf(Buffer.from(text), LIMITS), [], text);
  }
});

function read(statement: object) {
  return materialsOf(Buffer.from(JSON.stringify(statement)), LIMITS);
}
