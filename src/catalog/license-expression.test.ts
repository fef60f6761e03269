import assert from 'node:assert/strict';
import { test } from 'node:test';
import parseExpression from 'spdx-expression-parse';
import { licenseExpression } from './license-expression.ts';

/** As metadata writes them, and what they can only mean. */
const DECLARED: readonly (readonly [text: string, expression: string | undefined])[] = [
  // SPDX, and as old lists have it
  ['MIT', 'MIT'],
  ['(MIT OR Apache-2.0)', 'MIT OR Apache-2.0'],
  ['BSD-2-Clause AND (MIT OR ISC)', 'BSD-2-Clause AND (MIT OR ISC)'],
  ['GPL-2.0+', 'GPL-2.0-or-later'],
  ['GPL-2.0', 'GPL-2.0-only'],
  ['GPL-2.0 WITH Classpath-exception-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'],
  ['mit and apache-2.0', 'MIT AND Apache-2.0'],
  ['LicenseRef-own', 'LicenseRef-own'],
  ['GPL-2.0-with-classpath-exception', 'GPL-2.0-only WITH Classpath-exception-2.0'],
  // Debian
  ['GPL-2+', 'GPL-2.0-or-later'],
  ['LGPL-2.1', 'LGPL-2.1-only'],
  ['Expat', 'MIT'],
  ['GPL-2+ or MIT, and BSD-3-clause', '(GPL-2.0-or-later OR MIT) AND BSD-3-Clause'],
  ['Artistic or GPL-1+', 'LicenseRef-Artistic OR GPL-1.0-or-later'],
  ['public-domain', 'LicenseRef-public-domain'],
  ['GPL-2+ with OpenSSL exception', 'LicenseRef-GPL-2-with-OpenSSL-exception'],
  // rpm
  ['ASL 2.0', 'Apache-2.0'],
  ['LGPLv2+ and MIT', 'LGPL-2.0-or-later AND MIT'],
  ['GPLv3+', 'GPL-3.0-or-later'],
  ['zlib', 'Zlib'],
  // Maven, Python, R
  ['The Apache Software License, Version 2.0', 'Apache-2.0'],
  ['Eclipse Public License - v 2.0', 'EPL-2.0'],
  ['GNU Lesser General Public License v3 or later (LGPLv3+)', 'LGPL-3.0-or-later'],
  ['Mozilla Public License 2.0 (MPL 2.0)', 'MPL-2.0'],
  ['ISC License (ISCL)', 'ISC'],
  ['GPL (>= 2)', 'GPL-2.0-or-later'],
  ['GPL-2 | GPL-3', 'GPL-2.0-only OR GPL-3.0-only'],
  ['New BSD License', 'BSD-3-Clause'],
  ['http://www.apache.org/licenses/LICENSE-2.0.txt', 'Apache-2.0'],
  ['https://opensource.org/licenses/BSD-3-Clause', 'BSD-3-Clause'],
  ['https://opensource.org/licenses/bsd-license.php', undefined],
  ['https://example.com/MIT', undefined],
  // what means several licences is not guessed
  ['BSD', 'LicenseRef-BSD'],
  ['GPL', 'LicenseRef-GPL'],
  ['Apache Software License', 'LicenseRef-Apache-Software-License'],
  ['GNU Free Documentation License 2', 'LicenseRef-GNU-Free-Documentation-License-2'],
  // what says nothing, and prose
  ['SEE LICENSE IN LICENSE.md', undefined],
  ['UNLICENSED', undefined],
  ['UNKNOWN', undefined],
  ['Some prose, nobody knows', undefined],
  ['You may do with it whatever you want to', undefined],
  ['', undefined],
  ['()', undefined],
  ['MIT AND', undefined],
  ['x'.repeat(65), undefined],
];

test('what is declared is the one expression that it can only mean', () => {
  for (const [text, expression] of DECLARED) {
    const found = licenseExpression([text], 'all');
    assert.equal(found?.expression, expression, text);
    if (!found) continue;
    parseExpression(found.expression);
    const again = licenseExpression([found.expression], 'all');
    assert.deepEqual(again, found, text);
  }
});

test('several licences all apply, or one may choose, as the ecosystem has it', () => {
  const licenses = ['MIT OR ISC', 'GPL-2+', 'Expat OR ISC'];
  assert.equal(licenseExpression(licenses, 'all')?.expression, '(MIT OR ISC) AND GPL-2.0-or-later');
  const any = licenseExpression(['MIT', 'Apache 2.0'], 'any');
  assert.deepEqual(any, { expression: 'MIT OR Apache-2.0', ids: ['Apache-2.0', 'MIT'] });
  assert.equal(licenseExpression(['MIT', 'whatever, as you like'], 'all'), undefined);
  assert.equal(licenseExpression([], 'all'), undefined);
});

test('hostile texts end soon, and make an expression or none', () => {
  for (const part of [
    '(',
    ')',
    ' and ',
    ', and ',
    'a,',
    '|',
    '+',
    'MIT ',
    '(MIT OR ',
    'GPL ',
    '\n',
  ]) {
    const found = licenseExpression([part.repeat(1_000 / part.length)], 'all');
    if (found) parseExpression(found.expression);
  }
});
