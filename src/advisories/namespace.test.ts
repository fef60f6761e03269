import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeNamespace } from './namespace.ts';

test('ecosystems of OSV are named as items name them', () => {
  const expected = {
    'Ubuntu:22.04:LTS': 'deb Ubuntu:22.04',
    'Ubuntu:23.10': 'deb Ubuntu:23.10',
    'Ubuntu:Pro:18.04:LTS': 'deb Ubuntu:Pro:18.04',
    'Ubuntu:Pro:FIPS:20.04:LTS': 'deb Ubuntu:Pro:FIPS:20.04',
    'Debian:12': 'deb Debian:12',
    'Debian:6.0': 'deb Debian:6',
    'Alpine:v3.20': 'apk Alpine:v3.20',
    'Rocky Linux:9': 'rpm Rocky Linux:9',
    'Red Hat:enterprise_linux:9::appstream': 'rpm Red Hat:enterprise_linux:9::appstream',
    'openSUSE:Leap 15.6': 'rpm openSUSE:Leap 15.6',
    'Docker Hardened Images:Debian:13': 'deb Docker Hardened Images:Debian:13',
    'Root:Alpine:3.18': 'apk Root:Alpine:3.18',
    'Maven:https://repo.example/': 'maven Maven',
    npm: 'npm npm',
    'crates.io': 'cargo crates.io',
  };
  for (const [osv, namespace] of Object.entries(expected)) {
    const known = normalizeNamespace(osv);
    assert.equal(`${known?.ecosystem} ${known?.namespace}`, namespace);
  }
});

test('an ecosystem that we do not know has no namespace', () => {
  for (const osv of ['', 'GIT', 'constructor', '__proto__', 'Debian12']) {
    assert.equal(normalizeNamespace(osv), undefined);
  }
});
