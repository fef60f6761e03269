import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package } from '../../model/index.ts';
import { pypi } from './index.ts';

const NOWHERE = { distro: undefined, facts: new Map<string, never>() };

test('every spelling of a name is one', () => {
  for (const name of ['Zope.Interface', 'zope-interface', 'ZOPE__interface', 'zope._-interface']) {
    assert.equal(pypi.normalizeName(name), 'zope-interface');
  }
});

test('every spelling of a version is one, and its local part does not count', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    '1': ['1', '1.0', 'v1.0.0', ' 1.0 ', '0!1', '01', '1.0+local.7'],
    '0': ['0', '0.0'],
    '1.2a1': ['1.2-Alpha.1', '1.2a1', '1.2.a.01'],
    '1.2rc0': ['1.2c', '1.2-preview', '1.2rc0'],
    '1.post3': ['1-3', '1.0.post3', '1.r3'],
    '2!1b2.post1.dev4': ['2!1.0-beta2-1.dev4'],
    '10': ['10'],
    'not-a-version': ['Not-A-Version'],
  };
  for (const [canonical, spellings] of Object.entries(cases)) {
    for (const text of spellings) assert.equal(pypi.normalizeVersion(text), canonical, text);
  }
});

test('a distribution is matched by its public version, under its normalized name', () => {
  assert.deepEqual(pypi.matchTargetOf(pkg('Torch_Vision', '0.15.1+cu118'), NOWHERE)?.keys, [
    { name: 'torch-vision', version: '0.15.1', via: 'package' },
  ]);
  assert.equal(pypi.matchTargetOf(pkg('shop', '1.0', 'file'), NOWHERE), undefined);
});

test('the purl has the normalized name and the whole version', () => {
  const purl = pypi.purlOf(pkg('Torch_Vision.x', '0.15.1+cu118'), undefined);
  assert.equal(purl, 'pkg:pypi/torch-vision-x@0.15.1%2Bcu118');
});

function pkg(name: string, version: string, source?: string): Package {
  return {
    ecosystem: 'pypi',
    name,
    version,
    licenses: [],
    locations: ['x'],
    evidence: 'metadata',
    confidence: 'exact',
    scope: 'runtime',
    ...(source && { facts: { source } }),
  };
}
