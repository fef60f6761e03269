import assert from 'node:assert/strict';
import { test } from 'node:test';
import { affectedText, myImageRows } from './my-image-rows.ts';

test('how many images have it says where, and which of them still have a tag', () => {
  const none = { affected: 0, currentAffected: 0, repositoriesAffected: 0 };
  assert.equal(affectedText(none), 'None of my images');
  assert.equal(
    affectedText({ affected: 1, currentAffected: 1, repositoriesAffected: 1 }),
    '1 current image in 1 repository',
  );
  assert.equal(
    affectedText({ affected: 9, currentAffected: 7, repositoriesAffected: 3 }),
    '7 current images and 2 images without a tag in 3 repositories',
  );
});

test('an image with two packages that have it is two rows', () => {
  const found = {
    vulnerability: 'CVE-2021-44228',
    type: 'maven',
    name: 'org.apache.logging.log4j:log4j-core',
    version: '2.14.1',
    layer: 3,
    severity: 'critical',
  } as const;
  const image = {
    repository: 'acme/shop',
    digest: 'sha256:0',
    platform: 'linux/amd64',
    tags: ['1.4'],
    isCurrent: true,
    severity: 'critical',
    packages: [found, { ...found, layer: 4 }],
  } as const;
  const rows = myImageRows([image]);
  assert.deepEqual(
    rows.map((row) => row.found.layer),
    [3, 4],
  );
  assert.equal(new Set(rows.map(({ key }) => key)).size, 2);
});
