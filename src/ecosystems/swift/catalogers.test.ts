import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { packageResolved } from './catalog-package-resolved.ts';
import { swift } from './index.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const PATH = 'app/Package.resolved';

catalogerTests(packageResolved, [
  { [PATH]: fixture('Package-1.resolved') },
  { [PATH]: fixture('Package.resolved') },
]);
hostileTextTests(packageResolved, PATH);

test('the first form of the lockfile names repositories; a branch has no version', async () => {
  const text = fixture('Package-1.resolved');
  const expected = ['github.com/apple/swift-nio 2.41.0'];
  assert.deepEqual(await packageLines(packageResolved, PATH, text), expected);
  const checkedOut = 'app/.build/checkouts/swift-nio/Package.resolved';
  assert.deepEqual(await packageLines(packageResolved, checkedOut, text), []);
});

test('later forms tell repositories from registries and folders', async () => {
  const found = await packagesIn(packageResolved, PATH, fixture('Package.resolved'));
  assert.deepEqual(
    found.map((pkg) => [
      swift.purlOf(pkg, undefined),
      swift.matchTargetOf(pkg, contextOf(undefined))?.keys[0]?.name,
    ]),
    [
      ['pkg:swift/github.com/Alamofire/Alamofire@5.9.1', 'github.com/alamofire/alamofire'],
      [undefined, 'mona.linkedlist'],
      ['pkg:swift/src/prices@0.1.0', undefined],
    ],
  );
});

test('what cannot be read is told of', async () => {
  assert.deepEqual(await codesOf(packageResolved, PATH, '[]x'), [
    'swift.package-resolved.malformed',
  ]);
});
