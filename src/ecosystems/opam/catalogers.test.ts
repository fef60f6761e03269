import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { packageLines } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { opamSwitch } from './catalog-switch.ts';

const STATE = readFileSync(join(import.meta.dirname, 'fixtures/switch-state'), 'utf8');
const SWITCH = 'home/opam/.opam/4.14/.opam-switch';

catalogerTests(opamSwitch, [{ [`${SWITCH}/switch-state`]: STATE }]);
hostileTextTests(opamSwitch, `${SWITCH}/switch-state`);

test('a switch names what is installed, its files name it too', async () => {
  assert.deepEqual(await packageLines(opamSwitch, `${SWITCH}/switch-state`, STATE), [
    'base v0.15.1',
    'base-bigarray base',
    'dune 3.7.0',
    'ocaml-base-compiler 4.14.1',
  ]);
  const file = `${SWITCH}/packages/base.v0.15.1/opam`;
  assert.deepEqual(await packageLines(opamSwitch, file, 'opam-version: "2.0"\n'), ['base v0.15.1']);
});

test('an opam file elsewhere is a repository’s or a project’s', async () => {
  for (const path of ['home/opam/.opam/repo/default/packages/base/base.v0.15.1/opam', 'src/opam']) {
    assert.deepEqual(await packageLines(opamSwitch, path, 'opam-version: "2.0"\n'), []);
  }
});

test('a list that is begun again and again is read once', async () => {
  const text = 'installed: [\n'.repeat(200_000);
  const start = performance.now();
  await packageLines(opamSwitch, `${SWITCH}/switch-state`, text);
  assert.ok(performance.now() - start < 2500);
});
