import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package } from '../model/index.ts';
import { composer } from './composer/index.ts';
import { cran } from './cran/index.ts';
import { hex } from './hex/index.ts';
import { nuget } from './nuget/index.ts';
import { pub } from './pub/index.ts';

const CONTEXT = { distro: undefined, facts: new Map() };

function packageOf(ecosystem: string, name: string, version: string): Package {
  return {
    ecosystem,
    name,
    version,
    licenses: [],
    locations: [],
    evidence: 'sbom',
    confidence: 'exact',
    scope: 'runtime',
  };
}

test('packages of libraries have purls and the names that OSV matches by', () => {
  const cases = [
    [nuget, 'Newtonsoft.Json', 'pkg:nuget/Newtonsoft.Json@1.0.0', 'NuGet', 'newtonsoft.json'],
    [composer, 'Symfony/Http', 'pkg:composer/symfony/http@1.0.0', 'Packagist', 'symfony/http'],
    [pub, 'http', 'pkg:pub/http@1.0.0', 'Pub', 'http'],
    [hex, 'acme/plug', 'pkg:hex/acme/plug@1.0.0', 'Hex', 'acme/plug'],
    [cran, 'Rcpp', 'pkg:cran/Rcpp@1.0.0', 'CRAN', 'Rcpp'],
  ] as const;
  for (const [ecosystem, name, purl, namespace, matchName] of cases) {
    const pkg = packageOf(ecosystem.id, name, '1.0.0');
    assert.equal(ecosystem.purlOf(pkg, undefined), purl);
    const target = ecosystem.matchTargetOf(pkg, CONTEXT);
    assert.equal(target?.namespace, namespace);
    assert.deepEqual(target?.keys, [{ name: matchName, version: '1.0.0', via: 'package' }]);
  }
});

test('a package without a version, or of a branch, has no advisories', () => {
  const branch = packageOf('composer', 'a/b', 'dev-main');
  assert.equal(composer.matchTargetOf(branch, CONTEXT), undefined);
  assert.equal(nuget.matchTargetOf(packageOf('nuget', 'a', ''), CONTEXT), undefined);
});
