import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VendorStatus } from '../model/index.ts';
import {
  advisoryOf,
  affectedOf,
  below,
  between,
  debAffected,
  debItem,
  itemOf,
  onlyFinding,
  since,
  upTo,
} from './samples.contract.ts';

test("a vendor's word is the finding's, unless there is a fix to go to", () => {
  const cases: readonly (readonly [VendorStatus, readonly string[], VendorStatus])[] = [
    ['affected', [], 'affected'],
    ['will_not_fix', [], 'will_not_fix'],
    ['fix_deferred', [], 'fix_deferred'],
    ['end_of_life', [], 'end_of_life'],
    ['under_investigation', [], 'under_investigation'],
    ['will_not_fix', ['2.0'], 'fix_available'],
    ['fix_available', ['2.0'], 'fix_available'],
    // it says that there is a fix, and names none
    ['fix_available', [], 'affected'],
  ];
  for (const [status, [fixed], expected] of cases) {
    const ranges = [fixed === undefined ? since() : below(fixed)];
    const advisory = advisoryOf('CVE-2024-1', {
      affected: [debAffected('curl', { status, ranges })],
    });
    assert.equal(onlyFinding([advisory], debItem('curl', '1.0')).status, expected, status);
  }
});

test('of several words without a fix the most definite is said', () => {
  assert.equal(said('affected', 'end_of_life'), 'end_of_life');
  assert.equal(said('under_investigation', 'affected'), 'affected');
  assert.equal(said('fix_deferred', 'will_not_fix'), 'will_not_fix');
});

test('what is unimportant, negligible, investigated or only headers is hidden, and says why', () => {
  const negligible = { source: 'Ubuntu', severity: 'negligible' } as const;
  const cases = [
    [debAffected('linux', { unimportant: true }), {}, 'unimportant'],
    [debAffected('linux', { severity: negligible }), {}, 'unimportant'],
    [
      debAffected('linux', { status: 'under_investigation', ranges: [since()] }),
      {},
      'under-investigation',
    ],
    [debAffected('linux'), { class: 'kernel-headers' }, 'kernel-headers'],
    [debAffected('linux'), {}, undefined],
  ] as const;
  for (const [affected, item, hidden] of cases) {
    const advisory = advisoryOf('CVE-2024-1', { affected: [affected] });
    const finding = onlyFinding([advisory], debItem('linux', '1.0', item));
    assert.equal(finding.hidden, hidden);
  }
});

test('one that calls it unimportant does not hide what another takes seriously', () => {
  const affected = [debAffected('curl', { unimportant: true }), debAffected('curl')];
  const advisories = affected.map((one, n) =>
    advisoryOf(`DEBIAN-${n}`, { upstream: ['CVE-2024-1'], affected: [one] }),
  );
  assert.equal(onlyFinding(advisories, debItem('curl', '1.0')).hidden, undefined);
});

test('malware is critical, whatever it is rated', () => {
  const finding = onlyFinding([
    advisoryOf('MAL-2024-1', {
      class: 'malware',
      severities: [{ source: 'OpenSSF', severity: 'low' }],
    }),
  ]);
  assert.equal(finding.class, 'malware');
  assert.equal(finding.severity, 'critical');
});

test('the fix is the lowest version that no source and no other range calls affected', () => {
  const cases = [
    ['one range', [ranges(below('1.5.0'))], '1.5.0'],
    ['two lines', [ranges(below('1.5.0'), between('2.0.0', '2.3.0'))], '1.5.0'],
    ['two sources', [ranges(below('1.5.0')), ranges(below('1.6.0'))], '1.6.0'],
    ['a fix inside another range', [ranges(below('1.5.0'), between('1.4.0', '1.7.0'))], '1.7.0'],
    ['a source without a fix', [ranges(below('1.5.0')), ranges(since())], undefined],
    ['a last affected version', [ranges(upTo('1.4.0'))], undefined],
    [
      'a last affected version below a fix',
      [ranges(upTo('1.4.0')), ranges(below('1.6.0'))],
      '1.6.0',
    ],
    [
      'a last affected version above a fix',
      [ranges(upTo('1.7.0')), ranges(below('1.6.0'))],
      undefined,
    ],
  ] as const;
  for (const [name, [first, second], fixedIn] of cases) {
    const advisories = [
      advisoryOf('GHSA-aaaa', { aliases: ['CVE-2024-1'], ...first }),
      ...(second ? [advisoryOf('PYSEC-2024-1', { aliases: ['CVE-2024-1'], ...second })] : []),
    ];
    assert.equal(onlyFinding(advisories).fixedIn, fixedIn, name);
  }
});

test('another entry of the same advisory on the same package can spoil a fix, or name it', () => {
  assert.equal(onlyFinding([entries(below('2.5.0'), between('2.0.0', '2.8.0'))]).fixedIn, '2.8.0');
  assert.equal(onlyFinding([entries(upTo('1.9.0'), between('2.0.0', '2.8.0'))]).fixedIn, '2.8.0');
  // the fix of a line that the package has left behind is no upgrade
  const item = itemOf({ keys: [{ name: 'lodash', version: '2.1.0', via: 'package' }] });
  assert.equal(onlyFinding([entries(below('1.5.0'), [...upTo('3.0.0')])], item).fixedIn, undefined);
});

test('a last affected version is told only where no fix is', () => {
  const open = onlyFinding([
    advisoryOf('GHSA-a', { affected: [affectedOf({ ranges: [upTo('1.4.0')] })] }),
  ]);
  assert.deepEqual(
    [open.fixedIn, open.lastAffected, open.status],
    [undefined, '1.4.0', 'affected'],
  );
  const fixed = onlyFinding([
    advisoryOf('GHSA-a', {
      aliases: ['CVE-1'],
      affected: [affectedOf({ ranges: [upTo('1.4.0')] })],
    }),
    advisoryOf('GHSA-b', {
      aliases: ['CVE-1'],
      affected: [affectedOf({ ranges: [below('1.5.0')] })],
    }),
  ]);
  assert.deepEqual([fixed.fixedIn, fixed.lastAffected], ['1.5.0', undefined]);
});

test('the version that introduced it is the one that says something', () => {
  const finding = onlyFinding([
    advisoryOf('GHSA-a', { aliases: ['CVE-1'] }),
    advisoryOf('GHSA-b', {
      aliases: ['CVE-1'],
      affected: [affectedOf({ ranges: [between('0.9.0', '2.0.0')] })],
    }),
  ]);
  assert.equal(finding.introduced, '0.9.0');
});

test('of a package and its source, the fix is told in the series of the package', () => {
  const item = itemOf({
    ecosystem: 'rpm',
    namespace: 'Red Hat:enterprise_linux:8',
    keys: [
      { name: 'perl-Errno', version: '1.28-416.el8', via: 'package' },
      { name: 'perl', version: '5.26.3-416.el8', via: 'source', ignoresEpoch: true },
    ],
  });
  const at = { ecosystem: 'rpm', namespace: item.namespace };
  const finding = onlyFinding(
    [
      advisoryOf('RHSA-1', {
        upstream: ['CVE-1'],
        affected: [affectedOf({ ...at, name: 'perl-Errno', ranges: [below('1.28-419.el8')] })],
      }),
      advisoryOf('RHSA-2', {
        upstream: ['CVE-1'],
        affected: [affectedOf({ ...at, name: 'perl', ranges: [below('4:5.26.3-421.el8')] })],
      }),
    ],
    item,
  );
  assert.equal(finding.fixedIn, '1.28-419.el8');
  assert.deepEqual(finding.vendorIds, ['RHSA-1', 'RHSA-2']);
});

function said(...statuses: readonly VendorStatus[]): VendorStatus {
  return onlyFinding(
    [
      advisoryOf('CVE-2024-1', {
        affected: statuses.map((status) => debAffected('curl', { status, ranges: [since()] })),
      }),
    ],
    debItem('curl', '1.0'),
  ).status;
}

function ranges(...all: readonly ReturnType<typeof below>[]) {
  return {
    affected: [affectedOf({ ranges: all })],
  };
}

function entries(...all: readonly ReturnType<typeof below>[]) {
  return advisoryOf('GHSA-aaaa', { affected: all.map((range) => affectedOf({ ranges: [range] })) });
}
