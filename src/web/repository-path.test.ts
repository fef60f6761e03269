import assert from 'node:assert/strict';
import { test } from 'node:test';
import { innerPath, outerPath } from './repository-path.ts';

const PAIRS: readonly (readonly [string, string])[] = [
  ['/r/acme/shop', '/r/acme/shop'],
  ['/r/acme/shop/tags', '/r/acme/shop/tags'],
  ['/r/acme/shop/tags/1.4', '/r/acme/shop/tags/1.4'],
  ['/r/acme/shop/digests/sha256:ab', '/r/acme/shop/digests/sha256:ab'],
  ['/r/acme/shop/tags/1.4/packages', '/r/acme/shop/tags/1.4/packages'],
  ['/r/acme/team/shop', '/r/acme/team%2Fshop'],
  ['/r/acme/a/b/c', '/r/acme/a%2Fb%2Fc'],
  ['/r/acme/team/shop/-/tags', '/r/acme/team%2Fshop/tags'],
  ['/r/acme/team/shop/-/tags/1.4', '/r/acme/team%2Fshop/tags/1.4'],
  ['/r/acme/shop/tags/-', '/r/acme/shop%2Ftags'],
  ['/r/acme/shop/settings/-/settings', '/r/acme/shop%2Fsettings/settings'],
  ['/r/acme/a/tags/tags/-/tags/tags', '/r/acme/a%2Ftags%2Ftags/tags/tags'],
];

test('the address of a repository with slashes in its name leads to it, and back', () => {
  for (const [outer, inner] of PAIRS) {
    assert.equal(innerPath(outer), inner);
    assert.equal(outerPath(inner), outer);
  }
});

test('what a person types with the mark where none is needed is understood', () => {
  assert.equal(innerPath('/r/acme/shop/-/tags'), '/r/acme/shop/tags');
  assert.equal(innerPath('/r/acme/shop/'), '/r/acme/shop');
  assert.equal(innerPath('/r/acme/shop/-'), '/r/acme/shop');
});

test('other addresses stay as they are', () => {
  for (const path of ['/', '/r', '/r/acme', '/ns/acme/members', '/vulnerabilities/CVE-2021-1']) {
    assert.equal(innerPath(path), path);
    assert.equal(outerPath(path), path);
  }
});
