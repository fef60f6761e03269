import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { arrayOf, recordOf, stringOf } from '../base/index.ts';
import type { Distro, Package } from '../model/index.ts';
import { parsePurl } from '../model/index.ts';
import { ecosystems } from './index.ts';
import { distroOf, packageOf } from './sample-values.ts';

const LISTS = join(import.meta.dirname, '../../../shared/cases/package-lists');
const isThere = existsSync(LISTS);
const skip =
  isThere || process.env['CI'] === 'true' ? false : `${LISTS} is absent: its lists are not checked`;

/** Of each list, the distribution and the type of its packages. */
const IMAGES: Readonly<Record<string, readonly [string, Distro]>> = {
  'trivy-alpine-310.json': ['apk', distroOf('alpine', '3.10.2')],
  'trivy-amazon-2.json': ['rpm', distroOf('amzn', '2')],
  'trivy-opensuse-leap-151.json': ['rpm', distroOf('opensuse-leap', '15.1')],
  'trivy-photon-30.json': ['rpm', distroOf('photon', '3.0')],
  'trivy-ubuntu-18.04.json': ['deb', distroOf('ubuntu', '18.04')],
};

test('the purl of each package of five real images says what the package is', { skip }, () => {
  assert.deepEqual(readdirSync(LISTS).toSorted(), Object.keys(IMAGES));
  for (const [file, [type, distro]] of Object.entries(IMAGES)) {
    const list = recordOf(JSON.parse(readFileSync(join(LISTS, file), 'utf8')));
    const packages = arrayOf(list['packages']).map((row) => listed(type, recordOf(row)));
    for (const pkg of packages) {
      const purl = ecosystems.get(type)?.purlOf(pkg, distro) ?? '';
      const parts = parsePurl(purl);
      assert.ok(parts, `${file}: ${pkg.name}`);
      const { name, version = '', qualifiers = {} } = parts;
      const epoch = qualifiers['epoch'] === undefined ? '' : `${qualifiers['epoch']}:`;
      assert.equal(`${name} ${epoch}${version}`, `${pkg.name} ${pkg.version}`, file);
      assert.equal(qualifiers['distro'], `${distro.id}-${distro.versionId}`);
      assert.ok(qualifiers['upstream']?.startsWith(pkg.source?.name ?? ''), purl);
    }
  }
});

function listed(type: string, row: Readonly<Record<string, unknown>>): Package {
  const text = (key: string): string => stringOf(row[key]) ?? '';
  const release = (key: string): string => (text(key) === '' ? '' : `-${text(key)}`);
  const epoch = typeof row['epoch'] === 'number' && row['epoch'] > 0 ? `${row['epoch']}:` : '';
  const source = { name: text('srcName'), version: text('srcVersion') + release('srcRelease') };
  return packageOf(type, text('name'), epoch + text('version') + release('release'), { source });
}
