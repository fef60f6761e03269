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
