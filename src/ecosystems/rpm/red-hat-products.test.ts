import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { redHatProducts } from './red-hat-products.ts';

const SAMPLES = join(
  import.meta.dirname,
  '../../../../shared/feeds/fixtures/feed-formats/vuls-data-update-fixtures.tar.zst',
);
const isThere = existsSync(SAMPLES);
if (!isThere && process.env['CI'] === 'true') throw new Error(`${SAMPLES} is missing`);
const options = isThere ? {} : { skip: `SKIPPED: the samples of feeds are not at ${SAMPLES}` };

interface Repositories {
  readonly data: Readonly<Record<string, { readonly cpes: readonly string[] }>>;
}

/** Repositories of the system itself for releases that images are built from. */
const OF_THE_SYSTEM =
  /^(?:rhel-[89]-for|codeready-builder-for-rhel-[89])-.*(?<!-(?:debug|source))-rpms(?:__|$)/;

/** SAP's streams are for two architectures; the table has a few sets for others, of other streams. */
const LEFT_OUT = /-(?:aarch64|s390x)-.*-e4s-/;

test("the product of each content set is one that Red Hat's own table gives it", options, () => {
  const path = 'fetch/redhat/repository2cpe/testdata/fixtures/repository-to-cpe.json';
  const text = execFileSync('tar', ['--zstd', '-xOf', SAMPLES, path], { maxBuffer: 2 ** 24 });
  const { data }: Repositories = JSON.parse(text.toString('utf8'));
  const wrong: string[] = [];
  let compared = 0;
  for (const [set, { cpes }] of Object.entries(data)) {
    if (!OF_THE_SYSTEM.test(set) || LEFT_OUT.test(set)) continue;
    const products = cpes.map((cpe) => `Red Hat:${cpe.replace(/^cpe:\/[ao]:redhat:/, '')}`);
    const minors = products.flatMap((product) => /:(\d+\.\d+)::/.exec(product)?.[1] ?? []);
    const release = /-([89])-/.exec(set)?.[1] ?? '';
    for (const versionId of new Set([release, ...minors])) {
      const [, ...named] = redHatProducts(versionId, [set]);
      const isDefault = named.length === 2;
      if (isDefault && versionId === release && minors.length > 0) continue;
      compared += 1;
      if (named.length !== 1 || !products.includes(named[0] ?? '')) {
        wrong.push(`${versionId} ${set}: ${named.join()} is not in ${products.join()}`);
      }
    }
  }
  assert.deepEqual([compared > 400, wrong], [true, []], `${compared}`);
});
