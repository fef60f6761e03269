import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTIONS, POLICIES } from '../../accounts/index.ts';
import { ERRORS } from '../errors.ts';
import { AREAS, ROUTES } from './areas.ts';
import type { Route } from './route.ts';
import { errorsOf } from './route.ts';

test('every route has a policy of the table, of the kind that its path names, or says why not', () => {
  const known = new Set<string>(ACTIONS);
  for (const { id, access } of ROUTES) {
    if (access.kind === 'open') assert.ok(access.because.length > 20, id);
    else assert.ok(known.has(access.action), `${id}: ${access.action} is no action`);
  }
});

test('the subject of a route is in its path', () => {
  for (const { id, path, access } of ROUTES) {
    if (access.kind === 'namespace') assert.match(path, /^\/namespaces\/\{namespace\}/, id);
    if (access.kind === 'repository') {
      assert.match(path, /^\/repositories\/\{namespace\}\/\{repository\}/, id);
    }
  }
});

test('a path says exactly the parameters that are checked, and no name is used twice', () => {
  for (const route of ROUTES) {
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    assert.deepEqual(inPath, shapeOf(route.params), route.id);
    const names = [...inPath, ...shapeOf(route.query), 'body', 'mediaType'];
    assert.equal(new Set(names).size, names.length, route.id);
  }
});

function shapeOf(schema: Route['params']): string[] {
  return Object.keys(schema?.shape ?? {});
}

test('ids are unique, and so are methods with paths', () => {
  const ids = ROUTES.map(({ id }) => id);
  const calls = ROUTES.map(({ method, path }) => `${method} ${path}`);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(new Set(calls).size, calls.length);
  assert.equal(new Set(AREAS.map(({ name }) => name)).size, AREAS.length);
});

test('reading changes nothing, and lists are paged', () => {
  for (const { id, method, body, rawBody, query } of ROUTES) {
    if (method === 'GET') assert.ok(!body && !rawBody, `${id} is a GET with a body`);
    if (id.startsWith('list')) assert.ok(query && 'after' in query.shape, `${id} has no cursor`);
  }
});

test('every error that a route names is in the table', () => {
  for (const route of ROUTES) for (const code of errorsOf(route)) assert.ok(code in ERRORS, code);
});

test('every policy of a token’s scope has a route or belongs to the registry', () => {
  const used = new Set(
    ROUTES.flatMap(({ access }) => (access.kind === 'open' ? [] : [access.action])),
  );
  const unused = Object.keys(POLICIES).filter((action) => !used.has(action));
  assert.deepEqual(unused.toSorted(), [
    'namespace.exceptions.write',
    'namespace.results.read',
    'repository.exceptions.write',
    'repository.push',
  ]);
});
