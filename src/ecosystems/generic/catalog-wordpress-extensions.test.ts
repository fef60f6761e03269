import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { wordpressExtensions } from './catalog-wordpress-extensions.ts';
import { generic } from './index.ts';

const CONTENT = 'var/www/html/wp-content';
const PLUGIN = `${CONTENT}/plugins/akismet/akismet.php`;
const THEME = `${CONTENT}/themes/twentytwentyfour/style.css`;

/** Typed by hand after the handbook of WordPress's developers. */
const PHP = `<?php
/**
 * @package Akismet
 */
/*
Plugin Name: Akismet Anti-spam: Spam Protection
Plugin URI: https://akismet.com/
Version: 5.3.1
Requires at least: 5.8
License: GPLv2 or later
*/
define( 'AKISMET_VERSION', '5.3.1' );
`;
const CSS = `@charset "UTF-8";
/*
 * Theme Name: Twenty Twenty-Four
 * Version: 1.0
 * License: GNU General Public License v2 or later
 */
`;

catalogerTests(wordpressExtensions, [{ [PLUGIN]: PHP }, { [THEME]: CSS }]);
hostileTextTests(wordpressExtensions, PLUGIN);

test('a plug-in and a theme have their folders’ names and their headers’ versions', async () => {
  const [plugin] = await packagesIn(wordpressExtensions, PLUGIN, PHP);
  const [theme] = await packagesIn(wordpressExtensions, THEME, CSS);
  assert.ok(plugin && theme);
  assert.deepEqual(
    [plugin, theme].map((found) => generic.purlOf(found, undefined)),
    [
      'pkg:generic/wordpress-plugin/akismet@5.3.1',
      'pkg:generic/wordpress-theme/twentytwentyfour@1.0',
    ],
  );
  assert.deepEqual(plugin.licenses, ['GPLv2 or later']);
  assert.equal(generic.matchTargetOf(plugin, contextOf(undefined)), undefined);
});

test('a plug-in may be one file; other files are none, nor what has no header', async () => {
  const one = '<?php /* Plugin Name: Hello Dolly\n# Version: 1.7.2 */';
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    [`${CONTENT}/plugins/hello.php`, one, ['wordpress-plugin/hello 1.7.2']],
    [`${CONTENT}/mu-plugins/loader.php`, one, ['wordpress-plugin/loader 1.7.2']],
    [`${CONTENT}/plugins/akismet/inc/akismet.php`, PHP, []],
    ['opt/app/plugins/akismet/akismet.php', PHP, []],
    [`${CONTENT}/themes/twentytwentyfour/assets/style.css`, CSS, []],
    [PLUGIN, '<?php\n// Version: 1\n', []],
    [PLUGIN, `<?php${' '.repeat(9000)}\n${PHP}`, []],
    [PLUGIN, '<?php\n// Plugin Name: a\n', []],
  ];
  for (const [path, text, expected] of rows) {
    assert.deepEqual(await packageLines(wordpressExtensions, path, text), expected, path);
  }
});
