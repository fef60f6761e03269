import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package, Unit } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';
import { addLinkedLicenses } from './linked-licenses.ts';

const DIGEST = parseDigest(`sha256:${'0'.repeat(64)}`);

function copyrightOf(name: string, licenses: string): { readonly unit: Unit; readonly layer: 0 } {
  assert.ok(DIGEST);
  const facts = { [`licenses:${name}`]: licenses };
  const path = `usr/share/doc/${name}/copyright`;
  const evidence = { digest: DIGEST, md5: '', sha1: '', packages: [], ownership: [] };
  return { unit: { cataloger: 'deb-copyright', path, ...evidence, facts }, layer: 0 };
}

function installed(name: string, evidence: Package['evidence'] = 'database') {
  const rest = { licenses: [], locations: [], confidence: 'exact', scope: 'runtime' } as const;
  const found: Package = { ecosystem: 'deb', name, version: '1', evidence, ...rest };
  return { package: found, foundBy: 'dpkg-status', introducedIn: 0 };
}

test('a package whose documentation is a link to another has the licences of that', () => {
  const surviving = [copyrightOf('gcc-12-base', 'GPL-3\nGFDL-1.3'), copyrightOf('own', 'MIT')].map(
    (unit) => ({ ...unit, history: [] }),
  );
  const own = { 'licenses:gcc-12-base': 'GPL-3\nGFDL-1.3', 'licenses:own': 'MIT' };
  const links: Readonly<Record<string, string>> = {
    'usr/share/doc/libgcc-s1': 'usr/share/doc/gcc-12-base',
    'usr/share/doc/own': 'usr/share/doc/gcc-12-base',
    'usr/share/doc/other': 'usr/share/other',
  };
  const facts = new Map<string, Record<string, string>>([['deb-copyright', { ...own }]]);
  const names = ['libgcc-s1', 'own', 'other', 'absent', '__proto__'];
  const occurrences = [...names.map((name) => installed(name)), installed('app', 'metadata')];
  addLinkedLicenses(facts, surviving, occurrences, (path) => links[path] ?? path);
  const expected = { ...own, 'licenses:libgcc-s1': 'GPL-3\nGFDL-1.3' };
  assert.deepEqual(facts.get('deb-copyright'), expected);
});
