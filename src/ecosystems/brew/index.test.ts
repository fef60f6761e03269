import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { layerFile } from '../layer-file.ts';
import { contextOf } from '../sample-values.ts';
import { brewFormula, brewReceipt } from './catalog-cellar.ts';
import { brew } from './index.ts';

const KEG = 'home/linuxbrew/.linuxbrew/Cellar/openssl@3/3.3.1_1';
const FORMULA = `${KEG}/.brew/openssl@3.rb`;

/** Typed by hand after a receipt and a formula of Homebrew 4. */
const RECEIPT = JSON.stringify({
  homebrew_version: '4.3.9',
  poured_from_bottle: true,
  arch: 'x86_64',
  runtime_dependencies: [{ full_name: 'ca-certificates', version: '2024-07-02' }],
  source: { spec: 'stable', versions: { stable: '3.3.1' }, tap: 'homebrew/core' },
});
const RUBY = `class OpensslAT3 < Formula
  desc "Cryptography and SSL/TLS Toolkit"
  license "Apache-2.0"
end
`;

catalogerTests(brewReceipt, [{ [`${KEG}/INSTALL_RECEIPT.json`]: RECEIPT }]);
catalogerTests(brewFormula, [{ [FORMULA]: RUBY }]);
hostileTextTests(brewReceipt, `${KEG}/INSTALL_RECEIPT.json`);
hostileTextTests(brewFormula, FORMULA);

test('an installed formula has the name and version of its folders, and no advisories', async () => {
  const [found] = await packagesIn(brewReceipt, `${KEG}/INSTALL_RECEIPT.json`, RECEIPT);
  assert.ok(found);
  assert.equal(brew.purlOf(found, undefined), 'pkg:brew/openssl%403@3.3.1_1');
  assert.deepEqual(found.facts, { tap: 'homebrew/core' });
  assert.equal(brew.matchTargetOf(found, contextOf(undefined)), undefined);
  assert.equal(brew.advisedBy, 'nobody');
});

test('a receipt elsewhere is none, one that is no JSON is told of', async () => {
  for (const path of ['opt/x/INSTALL_RECEIPT.json', `${KEG}/share/INSTALL_RECEIPT.json`]) {
    assert.deepEqual(await packageLines(brewReceipt, path, RECEIPT), []);
  }
  const codes = await codesOf(brewReceipt, `${KEG}/INSTALL_RECEIPT.json`, '{');
  assert.deepEqual(codes, ['brew.receipt.malformed']);
});

test('the formula beside it names the licence', async () => {
  const { findings } = await brewFormula.catalog([layerFile(FORMULA, [Buffer.from(RUBY)])]);
  assert.deepEqual(findings[0]?.facts, { 'licenses:openssl@3': 'Apache-2.0' });
});
