import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Package } from '../../model/index.ts';
import { isReadBy } from '../cataloger.contract.ts';
import { layerFile } from '../layer-file.ts';
import { binary } from './catalog-binary.ts';
import { generic } from './index.ts';

const CASES = join(import.meta.dirname, '../../../../shared/cases/binary-snippets');
const isThere = existsSync(CASES);
const skip =
  isThere || process.env['CI'] === 'true' ? false : `${CASES} is absent: its cases are not checked`;

interface Case {
  readonly fixture: string;
  readonly files: readonly string[];
  readonly expected: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
  }[];
}

/** Cases whose version is not found; each with its reason. */
const MISSING: Readonly<Record<string, string>> = {
  'istio_pilot-discovery/1.3.8/linux-amd64': 'two versions stand side by side: 1.3.7 and 1.3.8',
};

test('at least 95 % of the real snippets are told right, and none wrong', { skip }, async (t) => {
  const { cases } = readCases();
  const missing: string[] = [];
  const wrong: string[] = [];
  for (const { fixture, files, expected } of cases) {
    const found = await catalog(join(CASES, 'snippets', fixture), files);
    const told = new Set(found.map(({ name, version }) => `${name} ${version}`));
    const meant = expected.map(({ name, version }) => `${name} ${version}`);
    if (meant.some((one) => !told.has(one))) missing.push(fixture);
    const extra = [...told].filter((one) => !meant.includes(one));
    if (extra.length > 0) wrong.push(`${fixture}: ${extra.join(', ')}`);
    for (const pkg of found) {
      const purl = generic.purlOf(pkg, undefined);
      if (!expected.some((one) => one.purl === purl)) wrong.push(`${fixture}: ${purl}`);
    }
  }
  const right = cases.length - missing.length;
  t.diagnostic(
    `${right} of ${cases.length} right, ${wrong.length} wrong, ${missing.length} missing`,
  );
  assert.deepEqual(wrong, []);
  assert.deepEqual(missing, Object.keys(MISSING));
  assert.ok(right >= cases.length * 0.95);
});

test('nothing is found in files of the same names that are something else', { skip }, async (t) => {
  const folder = join(CASES, 'negative');
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
  const found = await catalog(folder, files);
  t.diagnostic(`${found.length} hits on ${files.length} negatives`);
  assert.equal(files.length, 8);
  assert.deepEqual(found, []);
});

function readCases(): { readonly cases: readonly Case[] } {
  return JSON.parse(readFileSync(join(CASES, 'expected.json'), 'utf8'));
}

/** As the walk over a layer gives them: only what the cataloger asks for. */
async function catalog(folder: string, files: readonly string[]): Promise<Package[]> {
  const packages: Package[] = [];
  for (const path of files) {
    const bytes = readFileSync(join(folder, path));
    if (!binary.reads.some((pattern) => isReadBy(pattern, path, bytes))) continue;
    const { findings } = await binary.catalog([layerFile(path, [bytes])]);
    packages.push(...findings.flatMap((finding) => finding.packages));
  }
  return packages;
}
