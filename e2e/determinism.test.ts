/** The same image and snapshot give the same bytes, whatever workers read it and in whatever order. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { starterSnapshot } from '../src/advisories/index.ts';
import { createAnalyzer } from '../src/analyzer/index.ts';
import { DEFAULT_LIMITS } from '../src/base/index.ts';
import { type ExportFormat, type ReportImage, writeReport } from '../src/report/index.ts';
import { CORPUS, corpusImages, inventoryOf, noCorpus } from './corpus.ts';

/** Of one layer and of many, of every large kind of package; the last are in the large corpus alone. */
const WANTED = [
  'debian-bookworm-slim',
  'enc-mixed',
  'go-bins',
  'rpm-two-layers',
  'small-java',
  'small-node',
  'small-python',
  'small-whiteouts',
  'java-app',
  'node-app',
];

const FORMATS: readonly ExportFormat[] = ['json', 'cyclonedx', 'spdx', 'sarif', 'csv'];

const CLOCK = { now: () => 0 };

for (const name of noCorpus ? [] : corpusImages().filter((one) => WANTED.includes(one))) {
  test(`${name}: one worker, two and four say the same, byte for byte`, async () => {
    const snapshot = await starterSnapshot();
    const texts = new Set<string>();
    for (const workers of [1, 2, 4, 4]) {
      const layout = join(CORPUS, name, 'oci');
      const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: CLOCK, workers });
      const read = await inventoryOf(layout, analyzer);
      assert.ok(read.ok, JSON.stringify(read));
      assert.ok(read.value.packages.length > 0);
      const sizes = { compressedSize: 1, size: 1 };
      const image: ReportImage = { reference: name, kind: 'oci-layout', labels: {}, ...sizes };
      const report = analyzer.report(read.value, image, snapshot);
      const documents = FORMATS.map((format) => writeReport(report, format, '0.0.0'));
      texts.add([JSON.stringify(read.value), ...documents].join('\n'));
    }
    assert.equal(texts.size, 1);
  });
}

test('the images that are held against themselves are there', { skip: noCorpus }, () => {
  const there = corpusImages().filter((one) => WANTED.includes(one));
  assert.ok(there.length >= 8, there.join(' '));
});
