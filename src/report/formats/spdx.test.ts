import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrayOf, recordOf } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import { HOSTILE_TEXTS, hostileReport, typicalReport } from '../sample-reports.contract.ts';
import { toSpdx } from './spdx.ts';

test('suppliers are one line with the mail apart, whatever a maintainer wrote', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    [
      'Debian OpenSSL Team (group) <pkg-openssl@lists.debian.org>',
      'Organization: Debian OpenSSL Team  group (pkg-openssl@lists.debian.org)',
    ],
    ['Red Hat, Inc.', 'Organization: Red Hat, Inc.'],
    ['CBL-Mariner <https://aka.ms/cbl-mariner>', 'Organization: CBL-Mariner'],
    ['two\nlines', 'Organization: two\uFFFDlines'],
    ['<only@mail>', undefined],
    [' ()', undefined],
    ['', undefined],
  ];
  assert.deepEqual(
    cases.map(([vendor]) => packageWith({ vendor })['supplier']),
    cases.map(([, supplier]) => supplier),
  );
});

test('licences are declared where all are SPDX expressions, and kept as a comment where not', () => {
  const cases: readonly (readonly [readonly string[], string, string | undefined])[] = [
    [['MIT'], 'MIT', undefined],
    [['MIT OR Apache-2.0', 'ISC'], '(MIT OR Apache-2.0) AND ISC', undefined],
    [['MIT', 'public-domain'], 'NOASSERTION', 'as found: MIT; public-domain'],
    [['LicenseRef-own'], 'NOASSERTION', 'as found: LicenseRef-own'],
    [[], 'NOASSERTION', undefined],
  ];
  for (const [licenses, declared, comment] of cases) {
    const written = packageWith({ licenses });
    assert.deepEqual([written['licenseDeclared'], written['licenseComments']], [declared, comment]);
  }
});

test('what is not known is left out, and nothing hostile makes a line of its own', () => {
  const missing = packageWith({ version: '' });
  assert.ok(!('versionInfo' in missing));
  for (const text of HOSTILE_TEXTS) {
    const written = toSpdx(hostileReport(text), '1.0.0');
    const comments = arrayOf(recordOf(JSON.parse(written))['packages']).flatMap((one) =>
      arrayOf(recordOf(one)['annotations']).map((note) => String(recordOf(note)['comment'])),
    );
    for (const line of comments.flatMap((comment) => comment.split('\n'))) {
      assert.match(line, /^drydock:/);
    }
    assert.equal(toSpdx(hostileReport(text), '1.0.0'), written);
  }
});

function packageWith(changes: Partial<Package>): Record<string, unknown> {
  const report = typicalReport();
  const [found] = report.packages;
  assert.ok(found);
  const packages = [{ ...found, package: { ...found.package, ...changes } }];
  const document = recordOf(JSON.parse(toSpdx({ ...report, packages }, '1.0.0')));
  return { ...recordOf(arrayOf(document['packages'])[1]) };
}
