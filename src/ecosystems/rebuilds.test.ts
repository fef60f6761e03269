import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecosystems } from './index.ts';
import { contextOf, distroOf, packageOf } from './sample-values.ts';

const DEBIAN = distroOf('debian', '12');
const ALPINE = distroOf('alpine', '3.18.4');
const ROCKY = distroOf('rocky', '9.3');

test('a build of another vendor is matched by the suffix of its version', () => {
  const cases = [
    ['deb', DEBIAN, '3.0.11-1~deb12u2', undefined, 'Debian:12 exact openssl'],
    ['deb', DEBIAN, '3.0.11-1.root.io.3', 'Root', 'Root:Debian:12 exact root-openssl openssl'],
    ['deb', DEBIAN, '3.0.11-1+tuxcare.els2', 'TuxCare', 'Debian:12 derived openssl'],
    ['apk', ALPINE, '3.1.4-r5', undefined, 'Alpine:v3.18 exact openssl'],
    ['apk', ALPINE, '3.1.4-r10074', undefined, 'Root:Alpine:3.18 exact root-openssl openssl'],
    ['rpm', ROCKY, '3.0.7-24.el9.tuxcare.els1', 'CloudLinux', 'Rocky Linux:9 derived openssl'],
    ['rpm', ROCKY, '3.0.7-24.el9', 'CloudLinux', undefined],
  ] as const;
  for (const [type, distro, version, vendor, expected] of cases) {
    const pkg = packageOf(type, 'openssl', version, vendor === undefined ? {} : { vendor });
    const target = ecosystems.get(type)?.matchTargetOf(pkg, contextOf(distro));
    const names = target?.keys.map(({ name }) => name).join(' ');
    const found = target && `${target.namespace} ${target.confidence} ${names}`;
    assert.equal(found, expected, `${type} ${version}`);
  }
});
