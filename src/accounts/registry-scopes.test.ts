import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asksForCatalog, formatScope, parseScopes, repositoryScopes } from './registry-scopes.ts';

test('scopes come one in a value, many with spaces, repeated, and in any order', () => {
  const scopes = parseScopes([
    'repository:a/b:push,pull repository:a/c:pull',
    'repository:a/b:pull',
  ]);
  assert.deepEqual(scopes, [
    { type: 'repository', name: 'a/b', actions: ['push', 'pull'] },
    { type: 'repository', name: 'a/c', actions: ['pull'] },
  ]);
});

test('a name may hold a colon, and then it is no repository of ours', () => {
  const scopes = parseScopes(['repository:host:5000/a/b:pull']);
  assert.deepEqual(scopes, [{ type: 'repository', name: 'host:5000/a/b', actions: ['pull'] }]);
  assert.deepEqual(repositoryScopes(scopes), []);
});

test('what is no scope is left out, and a flood is cut', () => {
  assert.deepEqual(parseScopes(['', ' ', 'a', ':', '::', 'repository:a/b', ':a:pull']), []);
  const flood = Array.from({ length: 10_000 }, (_, index) => `repository:a/b${index}:pull`);
  assert.equal(parseScopes(flood).length, 32);
  assert.equal(parseScopes([flood.join(' ')]).length, 32);
  assert.deepEqual(parseScopes([`repository:${'a/'.repeat(1_000)}b:pull`]), []);
});

test('a star is all that we know of', () => {
  const [all] = repositoryScopes(parseScopes(['repository:a/b:*']));
  assert.deepEqual(all?.actions, ['pull', 'push', 'delete']);
  assert.deepEqual(repositoryScopes(parseScopes(['repository:a/b:fly']))[0]?.actions, []);
});

test('the catalogue is a scope of its own, and grants are written as they are asked', () => {
  assert.equal(asksForCatalog(parseScopes(['registry:catalog:*'])), true);
  assert.equal(asksForCatalog(parseScopes(['repository:catalog:*'])), false);
  const access = [{ type: 'repository', name: 'a/b', actions: ['pull', 'push'] }];
  assert.equal(formatScope(access), 'repository:a/b:pull,push');
});
