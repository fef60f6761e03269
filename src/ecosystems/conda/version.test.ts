import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionSchemeTests } from '../version-scheme.contract.ts';
import { condaVersions } from './version.ts';

/** As conda's documentation orders them; those of one line are equal. */
const IN_ORDER = [
  '0.4',
  '0.4.1.rc 0.4.1.RC',
  '0.4.1',
  '0.5a1',
  '0.5b3',
  '0.5C1',
  '0.5',
  '0.9.6',
  '0.960923',
  '1.0',
  '1.1dev1',
  '1.1_',
  '1.1a1',
  '1.1.0dev1 1.1.dev1',
  '1.1.a1',
  '1.1.0rc1',
  '1.1.0 1.1',
  '1.1.0post1 1.1.post1',
  '1.1post1',
  '1996.07.12',
  '1!0.4.1',
  '1!3.1.1.6',
  '2!0.4.1',
];

versionSchemeTests(
  condaVersions,
  IN_ORDER.flatMap((line) => line.split(' ')),
);

test('versions are in the order that conda’s documentation gives', () => {
  const all = IN_ORDER.flatMap((line, place) => line.split(' ').map((text) => ({ text, place })));
  for (const a of all) {
    for (const b of all) {
      const [left, right] = [condaVersions.parse(a.text), condaVersions.parse(b.text)];
      assert.ok(left && right);
      const said = Math.sign(condaVersions.compare(left, right));
      assert.equal(said, Math.sign(a.place - b.place), `${a.text} and ${b.text}`);
    }
  }
});
