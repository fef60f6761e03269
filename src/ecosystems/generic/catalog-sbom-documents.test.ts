import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { layerFile } from '../layer-file.ts';
import { sbomDocuments } from './catalog-sbom-documents.ts';

const PURL = 'pkg:npm/lodash@4.17.21';
const SPDX = {
  spdxVersion: 'SPDX-2.3',
  packages: [
    { name: 'a', externalRefs: [{ referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a' }] },
    { name: 'lodash', externalRefs: [{ referenceType: 'purl', referenceLocator: PURL }] },
  ],
};
const CYCLONEDX = { bomFormat: 'CycloneDX', components: [{ components: [{ purl: PURL }] }] };
const SYFT = { artifacts: [{ purl: PURL }, { purl: PURL }], schema: { version: '16' } };

catalogerTests(sbomDocuments, [{ 'opt/app.spdx.json': JSON.stringify(SPDX) }]);

test('documents of each format are told by what is in them, also within a statement', async () => {
  const cases: readonly (readonly [unknown, unknown])[] = [
    [SPDX, { format: 'spdx', purls: PURL }],
    [CYCLONEDX, { format: 'cyclonedx', purls: PURL }],
    [SYFT, { format: 'syft', purls: PURL }],
    [
      { predicateType: 'https://spdx.dev/Document', predicate: SPDX },
      { format: 'spdx', purls: PURL },
    ],
    [{ '@metadata': { authors: [] } }, undefined],
    [{ bomFormat: 'CycloneDX' }, undefined],
    [[SPDX], undefined],
    [
      { ...CYCLONEDX, components: [{ purl: 'pkg:npm/a@1\nb' }, { purl: 7 }] },
      { format: 'cyclonedx', purls: '' },
    ],
  ];
  for (const [value, expected] of cases) {
    const file = layerFile('sbom.json', [Buffer.from(JSON.stringify(value))]);
    const { findings, diagnostics } = await sbomDocuments.catalog([file]);
    assert.deepEqual(findings[0]?.facts, expected);
    assert.deepEqual(diagnostics, []);
  }
});
