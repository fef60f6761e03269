import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typicalInput, typicalReport } from './sample-reports.contract.ts';

test('packages of a type without advisories are a gap that the report names', () => {
  const { coverage } = typicalInput();
  const unadvised = [
    { title: 'conda packages', packages: 12 },
    { title: 'Lua rocks', packages: 1 },
  ];
  const { state, warnings } = typicalReport({ coverage: { ...coverage, unadvised } });
  assert.equal(state, 'complete_with_gaps');
  assert.deepEqual(
    warnings.map(({ code, message }) => [code, message]),
    [
      ['report.coverage.type', 'no advisories are known for conda packages: 12 were not matched'],
      ['report.coverage.type', 'no advisories are known for Lua rocks: 1 was not matched'],
    ],
  );
});

test('advisories of another distribution are said, and are no gap', () => {
  const { coverage, inventory } = typicalInput();
  const distro = { id: 'linuxmint', versionId: '21.3', idLike: ['ubuntu'], path: 'etc/os-release' };
  const { state, warnings } = typicalReport({
    inventory: { ...inventory, distro },
    coverage: { ...coverage, derived: ['Ubuntu:22.04'] },
    diagnostics: [],
  });
  assert.equal(state, 'complete');
  assert.deepEqual(
    warnings.map(({ code, message }) => [code, message]),
    [
      [
        'report.coverage.derived',
        'the advisories of Ubuntu:22.04 are not written for linuxmint 21.3: findings by them are derived',
      ],
    ],
  );
});
