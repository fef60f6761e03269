import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrayOf, recordOf } from '../../base/index.ts';
import type { License, Package } from '../../model/index.ts';
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

test('licences are declared or concluded as expressions, and other words stand in a comment', () => {
  const mit = { expression: 'MIT', ids: ['MIT'] };
  const own = {
    expression: 'MIT AND LicenseRef-public-domain',
    ids: ['LicenseRef-public-domain', 'MIT'],
  };
  const cases: readonly (readonly [readonly string[], License | undefined, readonly unknown[]])[] =
    [
      [['MIT'], { ...mit, from: 'declared' }, ['MIT', 'NOASSERTION', undefined]],
      [['Expat'], { ...mit, from: 'declared' }, ['MIT', 'NOASSERTION', 'as found: Expat']],
      [['MIT'], { ...mit, from: 'recognized' }, ['NOASSERTION', 'MIT', undefined]],
      [
        ['MIT', 'public-domain'],
        { ...own, from: 'declared' },
        [own.expression, 'NOASSERTION', 'as found: MIT; public-domain'],
      ],
      [['Some prose'], undefined, ['NOASSERTION', 'NOASSERTION', 'as found: Some prose']],
      [[], undefined, ['NOASSERTION', 'NOASSERTION', undefined]],
    ];
  for (const [licenses, license, expected] of cases) {
    const written = packageWith({ licenses }, license);
    const { licenseDeclared, licenseConcluded, licenseComments } = written;
    assert.deepEqual([licenseDeclared, licenseConcluded, licenseComments], expected);
  }
});

test('a licence of no list has its words in the document', () => {
  const license = {
    expression: 'LicenseRef-Artistic',
    ids: ['LicenseRef-Artistic'],
    from: 'declared',
  } as const;
  const document = documentWith({ licenses: ['Artistic'] }, license);
  assert.deepEqual(document['hasExtractedLicensingInfos'], [
    { licenseId: 'LicenseRef-Artistic', name: 'Artistic', extractedText: 'as found: Artistic' },
  ]);
  assert.ok(!('hasExtractedLicensingInfos' in documentWith({ licenses: [] })));
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

function documentWith(changes: Partial<Package>, license?: License): Record<string, unknown> {
  const report = typicalReport();
  const [found] = report.packages;
  assert.ok(found);
  const packages = [
    { ...found, package: { ...found.package, ...changes }, ...(license && { license }) },
  ];
  return { ...recordOf(JSON.parse(toSpdx({ ...report, packages }, '1.0.0'))) };
}

function packageWith(changes: Partial<Package>, license?: License): Record<string, unknown> {
  return { ...recordOf(arrayOf(documentWith(changes, license)['packages'])[1]) };
}
