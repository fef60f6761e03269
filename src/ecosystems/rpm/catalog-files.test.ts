import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { layerFile } from '../layer-file.ts';
import { rpmContainerManifest } from './catalog-container-manifest.ts';
import { redHatContentSets } from './catalog-content-sets.ts';

const MANIFEST_PATH = 'var/lib/rpmmanifest/container-manifest-2';
const MANIFEST =
  'glibc\t2.35-6.cm2\t1698855101\t1698351345\tMicrosoft Corporation\t(none)\t10855265\tx86_64\t0\tglibc-2.35-6.cm2.src.rpm\n' +
  'openssl-libs\t1.1.1k-28.cm2\t1698855101\t1698351345\tMicrosoft Corporation\t1\t4000000\tx86_64\t1\topenssl-1.1.1k-28.cm2.src.rpm\n';
const SETS_PATH = 'root/buildinfo/content_manifests/ubi9-container-9.4-1123.json';
const SETS = JSON.stringify({
  metadata: { icm_version: 1 },
  content_sets: ['rhel-9-for-x86_64-baseos-rpms', 'rhel-9-for-x86_64-appstream-rpms', 5],
});

catalogerTests(rpmContainerManifest, [{ [MANIFEST_PATH]: MANIFEST }]);
catalogerTests(redHatContentSets, [{ [SETS_PATH]: SETS }]);

test('a container manifest of Azure Linux lists packages, one a line', async () => {
  const file = layerFile(MANIFEST_PATH, [Buffer.from(`${MANIFEST}glibc\t2.35\n`)]);
  const { findings, diagnostics } = await rpmContainerManifest.catalog([file]);
  const rows = findings[0]?.packages.map(({ name, version, architecture, vendor, source }) => [
    name,
    version,
    architecture,
    vendor,
    source?.name,
  ]);
  assert.deepEqual(rows, [
    ['glibc', '2.35-6.cm2', 'x86_64', 'Microsoft Corporation', 'glibc'],
    ['openssl-libs', '1:1.1.1k-28.cm2', 'x86_64', 'Microsoft Corporation', 'openssl'],
  ]);
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['rpm.container-manifest.odd-lines'],
  );
});

test('content sets are facts; what is no JSON is said', async () => {
  const [good, bad] = [SETS, '{"content_sets": ['].map((text) =>
    redHatContentSets.catalog([layerFile(SETS_PATH, [Buffer.from(text)])]),
  );
  assert.deepEqual((await good)?.findings[0]?.facts, {
    'content-set:rhel-9-for-x86_64-baseos-rpms': 'rpm',
    'content-set:rhel-9-for-x86_64-appstream-rpms': 'rpm',
  });
  assert.equal((await bad)?.diagnostics[0]?.code, 'rpm.content-sets.unreadable');
});
