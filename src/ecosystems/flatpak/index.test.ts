import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { layerFile } from '../layer-file.ts';
import { contextOf } from '../sample-values.ts';
import { flatpakDeploy } from './catalog-deploy.ts';
import { flatpak } from './index.ts';

const COMMIT = 'a1'.repeat(32);
const MAPS = `var/lib/flatpak/app/org.gnome.Maps/x86_64/stable/${COMMIT}`;
const PLATFORM = `var/lib/flatpak/runtime/org.gnome.Platform/x86_64/46/${COMMIT}`;
const APPLICATION = '[Application]\nname=org.gnome.Maps\nruntime=org.gnome.Platform/x86_64/46\n';
const RUNTIME = '[Runtime]\nname=org.gnome.Platform\n';

/** The end of a deploy file: the texts before the dictionary, and two entries of it. */
const DEPLOY = Buffer.from(
  `flathub\0${COMMIT}\0\0\0\0\0\0\0\0appdata-name\0\0\0\0Maps\0\0s\0appdata-version\x0046.11\0\0s\0`,
  'latin1',
);
const EXAMPLE = {
  [`${MAPS}/metadata`]: APPLICATION,
  [`${MAPS}/deploy`]: DEPLOY,
  [`${PLATFORM}/metadata`]: RUNTIME,
};

catalogerTests(flatpakDeploy, [EXAMPLE]);
hostileTextTests(flatpakDeploy, `${MAPS}/metadata`);

test('an application has the version it was deployed in, a runtime its branch', async () => {
  const files = Object.entries(EXAMPLE).map(([path, text]) => layerFile(path, [Buffer.from(text)]));
  const { findings } = await flatpakDeploy.catalog(files);
  const [maps, platform] = findings.flatMap(({ packages }) => packages);
  assert.ok(maps && platform);
  assert.equal(
    flatpak.purlOf(maps, undefined),
    'pkg:generic/flatpak/org.gnome.Maps@46.11?arch=x86_64&branch=stable',
  );
  assert.equal(maps.confidence, 'exact');
  assert.equal(
    flatpak.purlOf(platform, undefined),
    'pkg:generic/flatpak/org.gnome.Platform@46?arch=x86_64&branch=46',
  );
  assert.equal(platform.confidence, 'derived');
  assert.equal(flatpak.matchTargetOf(maps, contextOf(undefined)), undefined);
  assert.equal(flatpak.advisedBy, 'nobody');
});

test('a file of that name inside an application is none of Flatpak’s', async () => {
  const path = `${MAPS}/files/share/metadata`;
  const { findings } = await flatpakDeploy.catalog([layerFile(path, [Buffer.from(APPLICATION)])]);
  assert.deepEqual(findings, []);
});
