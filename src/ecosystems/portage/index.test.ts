import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { packageLines } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { layerFile } from '../layer-file.ts';
import { contextOf, distroOf } from '../sample-values.ts';
import { portageVdb } from './catalog-vdb.ts';
import { portage } from './index.ts';

const FOLDER = 'var/db/pkg/app-containers/skopeo-1.5.1-r2';
const GENTOO = distroOf('gentoo', '2.15');

/** Typed by hand after the database of a Gentoo system. */
const CONTENTS = `dir /usr
dir /usr/bin
obj /usr/bin/skopeo 376c02bd3b22804df8fdfdc895e7dbfb 1649284374
sym /etc/containers/policy.json -> ../policy file.json 1649284374
obj /etc/containers/a b.json c01eb6950f03419e09d4fc88cb42ff6f 1649284375
obj /broken
`;
const EXAMPLE = {
  [`${FOLDER}/CONTENTS`]: CONTENTS,
  [`${FOLDER}/LICENSE`]: 'Apache-2.0 BSD\nMIT\n',
  [`${FOLDER}/SLOT`]: '0\n',
  [`${FOLDER}/CHOST`]: 'x86_64-pc-linux-gnu\n',
  [`${FOLDER}/repository`]: 'gentoo\n',
};

catalogerTests(portageVdb, [EXAMPLE]);
hostileTextTests(portageVdb, `${FOLDER}/CONTENTS`);

test('a package has category, version, slot and licences, and owns files with digests', async () => {
  const files = Object.entries(EXAMPLE).map(([path, text]) => layerFile(path, [Buffer.from(text)]));
  const { findings } = await portageVdb.catalog(files);
  const [found] = findings[0]?.packages ?? [];
  assert.deepEqual(found, {
    ecosystem: 'portage',
    name: 'app-containers/skopeo',
    version: '1.5.1-r2',
    architecture: 'x86_64',
    vendor: 'gentoo',
    licenses: ['Apache-2.0 BSD MIT'],
    locations: [`${FOLDER}/CONTENTS`],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
    facts: { slot: '0' },
  });
  assert.deepEqual(findings[0]?.ownership, [
    {
      owner: 'app-containers/skopeo',
      paths: [
        { path: 'usr/bin/skopeo', digest: 'md5:376c02bd3b22804df8fdfdc895e7dbfb' },
        { path: 'etc/containers/a b.json', digest: 'md5:c01eb6950f03419e09d4fc88cb42ff6f' },
      ],
    },
  ]);
  assert.equal(
    portage.purlOf(found, GENTOO),
    'pkg:generic/gentoo/app-containers/skopeo@1.5.1-r2?arch=x86_64&distro=gentoo-2.15&slot=0',
  );
  assert.equal(portage.originOf(found, GENTOO), 'distribution');
  assert.equal(portage.originOf({ ...found, vendor: 'guru' }, GENTOO), 'third-party');
  assert.equal(portage.matchTargetOf(found, contextOf(GENTOO)), undefined);
});

test('the version is what follows the last hyphen that a version can follow', async () => {
  const cases: readonly (readonly [string, string])[] = [
    ['dev-libs/libxml2-2.9.12-r5', 'dev-libs/libxml2 2.9.12-r5'],
    ['x11-libs/gtk+-3.24.31', 'x11-libs/gtk+ 3.24.31'],
    ['media-fonts/font-100dpi-1.0.3', 'media-fonts/font-100dpi 1.0.3'],
    ['app-shells/bash-5.1_p16', 'app-shells/bash 5.1_p16'],
    ['sys-apps/a-b-9999', 'sys-apps/a-b 9999'],
  ];
  for (const [folder, expected] of cases) {
    assert.deepEqual(await packageLines(portageVdb, `var/db/pkg/${folder}/CONTENTS`, ''), [
      expected,
    ]);
  }
  assert.deepEqual(await packageLines(portageVdb, 'var/db/pkg/world/CONTENTS', ''), []);
});
