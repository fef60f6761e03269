import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { snapYaml } from './catalog-snap-yaml.ts';
import { snap } from './index.ts';

const PATH = 'snap/hello-world/29/meta/snap.yaml';

/** Typed by hand after https://snapcraft.io/docs/snap-format */
const YAML = `name: hello-world
version: '6.4'
summary: The 'hello-world' of snaps
description: |
    This is a simple hello world example.
    version: 1
architectures:
- amd64
base: core22
license: MIT
apps:
  env:
    command: bin/env
  version: {}
confinement: strict
`;

catalogerTests(snapYaml, [{ [PATH]: YAML }]);
hostileTextTests(snapYaml, PATH);

test('a snap has its version, revision, architecture and base, and no advisories', async () => {
  const [found] = await packagesIn(snapYaml, PATH, YAML);
  assert.ok(found);
  assert.equal(
    snap.purlOf(found, undefined),
    'pkg:generic/snap/hello-world@6.4?arch=amd64&revision=29',
  );
  assert.deepEqual(found.licenses, ['MIT']);
  assert.deepEqual(found.facts, { base: 'core22', revision: '29' });
  assert.equal(snap.matchTargetOf(found, contextOf(undefined)), undefined);
  assert.equal(snap.advisedBy, 'nobody');
});

test('a snap for several architectures names none; one without a version is told of', async () => {
  const all = YAML.replace('- amd64\n', '- amd64\n- arm64\n');
  const [found] = await packagesIn(snapYaml, 'meta/snap.yaml', all);
  assert.ok(found && !('architecture' in found));
  assert.deepEqual(await codesOf(snapYaml, PATH, 'name: a\n'), ['snap.yaml.incomplete']);
  assert.deepEqual(await packageLines(snapYaml, 'snap/x/1/mymeta/snap.yaml', YAML), []);
});
