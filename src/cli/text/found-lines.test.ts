import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typicalReport } from '../../report/sample-reports.contract.ts';
import { createPainter } from './painter.ts';
import { sbomLines } from './sbom-lines.ts';
import { secretLines } from './secret-lines.ts';

const painter = createPainter({ hasColour: false, hasLinks: false, columns: 200 });

test('secrets are told by kind and place, with what was searched and what was not', () => {
  assert.deepEqual(secretLines(typicalReport(), painter), [
    '2 likely secrets in 1,200 text files (30.0 MB)',
    'SECRET       LAYER         LINE  PATH',
    'npm-token    1, gone in 2     2  /root/.npmrc',
    'private-key  2                1  /app/key.pem',
    '1 more in tests, examples and manuals',
    '1 text file too large to be searched',
  ]);
  const { secrets: _, ...without } = typicalReport();
  assert.deepEqual(secretLines(without, painter), []);
});

test('bills of materials are told with each kind of difference, qualifiers left out', () => {
  assert.deepEqual(sbomLines(typicalReport(), painter), [
    '/opt/app/app.spdx.json, layer 2 (spdx)',
    '  4 packages, 2 found as it says',
    '  1 not found',
    '    pkg:npm/gone@1.0.0',
    '  1 found in another version',
    '    pkg:npm/lodash@4.17.21 (4.17.15)',
    '  1 found, and not named in it',
    '    pkg:npm/%40scope/tool@1.0.0',
  ]);
  const { sboms: _, ...without } = typicalReport();
  assert.match(sbomLines(without, painter).join(''), /no bill of materials/);
});
