import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package } from '../../model/index.ts';
import { gem } from './index.ts';

const NOWHERE = { distro: undefined, facts: new Map<string, never>() };

test('a gem is matched by name and version; a folder’s is the project’s own', () => {
  assert.deepEqual(gem.matchTargetOf(pkg({ platform: 'java' }), NOWHERE), {
    namespace: 'RubyGems',
    channels: [],
    keys: [{ name: 'nokogiri', version: '1.15.4', via: 'package' }],
    isKernelHeaders: false,
  });
  assert.equal(gem.matchTargetOf(pkg({ source: 'path' }), NOWHERE), undefined);
});

test('the platform is a qualifier of the purl', () => {
  assert.equal(gem.purlOf(pkg({}), undefined), 'pkg:gem/nokogiri@1.15.4');
  assert.equal(
    gem.purlOf(pkg({ platform: 'x86_64-linux' }), undefined),
    'pkg:gem/nokogiri@1.15.4?platform=x86_64-linux',
  );
});

function pkg(facts: Readonly<Record<string, string>>): Package {
  return {
    ecosystem: 'gem',
    name: 'nokogiri',
    version: '1.15.4',
    licenses: [],
    locations: ['x'],
    evidence: 'metadata',
    confidence: 'exact',
    scope: 'runtime',
    facts,
  };
}
