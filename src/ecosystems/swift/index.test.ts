import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf, packageOf } from '../sample-values.ts';
import { swift } from './index.ts';

test('a repository is one package however its address is written', () => {
  const cases = [
    'github.com/apple/swift-nio',
    'https://github.com/apple/swift-nio.git',
    'https://GitHub.com/Apple/swift-nio',
  ];
  for (const name of cases) {
    const target = swift.matchTargetOf(packageOf('swift', name, '2.41.0'), contextOf(undefined));
    assert.equal(target?.namespace, 'SwiftURL');
    assert.deepEqual(
      target.keys.map((key) => key.name),
      ['github.com/apple/swift-nio'],
      name,
    );
  }
  const pkg = packageOf('swift', 'github.com/apple/swift-nio', '2.41.0');
  assert.equal(swift.purlOf(pkg, undefined), 'pkg:swift/github.com/apple/swift-nio@2.41.0');
});
