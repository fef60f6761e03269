import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coverageOf } from './namespaces.ts';

test('a codename or id that every object has as a property is of no release', () => {
  const hints = { isUnstable: false, services: [] };
  for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    for (const [id, idLike] of [
      ['debian', []],
      ['linuxmint', ['debian']],
      ['mint', ['ubuntu']],
      [word, [word]],
    ] as const) {
      const distro = { id, versionId: '', codename: word, idLike, path: 'etc/os-release' };
      const namespace = coverageOf(distro, hints)?.namespace ?? '';
      assert.doesNotMatch(namespace, /function|object/, `${id} ${word}`);
    }
  }
  const trixie = { id: 'debian', versionId: '', codename: 'trixie', idLike: [], path: 'x' };
  assert.equal(coverageOf(trixie, hints)?.namespace, 'Debian:13');
});
