import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { wordpress } from './catalog-wordpress.ts';
import { generic } from './index.ts';

const PATH = 'var/www/html/wp-includes/version.php';
const VERSION = `<?php
/**
 * The WordPress version string.
 *
 * @global string $wp_version
 */
$wp_version = '6.4.2';

$wp_db_version = 56657;
$required_php_version = '7.0.0';
`;

catalogerTests(wordpress, [{ [PATH]: VERSION }]);
hostileTextTests(wordpress, PATH);

test('an installed WordPress is matched by the advisories on its releases', async () => {
  const [found] = await packagesIn(wordpress, PATH, VERSION);
  assert.ok(found);
  assert.equal(generic.purlOf(found, undefined), 'pkg:generic/wordpress@6.4.2');
  const target = generic.matchTargetOf(found, contextOf(undefined));
  assert.equal(target?.namespace, 'Bitnami');
  assert.deepEqual(target?.keys, [{ name: 'wordpress', version: '6.4.2', via: 'package' }]);
});

test('another version.php is not WordPress’s; one without a version is told of', async () => {
  assert.deepEqual(await packageLines(wordpress, 'app/includes/version.php', VERSION), []);
  assert.deepEqual(await codesOf(wordpress, PATH, '<?php'), ['generic.wordpress.incomplete']);
});
