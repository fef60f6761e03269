import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { generic } from './index.ts';
import { SNIPPETS, negativeFiles, packagesOf, readSnippets } from './snippets.contract.ts';

const isThere = existsSync(SNIPPETS);
const skip =
  isThere || process.env['CI'] === 'true'
    ? false
    : `${SNIPPETS} is absent: its cases are not checked`;

/** Cases whose version is not found; each with its reason. */
const MISSING: Readonly<Record<string, string>> = {
  'istio_pilot-discovery/1.3.8/linux-amd64': 'two versions stand side by side: 1.3.7 and 1.3.8',
};

test('at least 95 % of the real snippets are told right, and none wrong', { skip }, async (t) => {
  const cases = readSnippets();
  const missing: string[] = [];
  const wrong: string[] = [];
  for (const { fixture, folder, files, expected } of cases) {
    const found = await packagesOf(folder, files);
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
  const { folder, files } = negativeFiles();
  const found = await packagesOf(folder, files);
  t.diagnostic(`${found.length} hits on ${files.length} negatives`);
  assert.equal(files.length, 8);
  assert.deepEqual(found, []);
});
