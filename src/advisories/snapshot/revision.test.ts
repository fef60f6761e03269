import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecosystems } from '../../ecosystems/index.ts';
import { normalizeNamespace } from '../namespace.ts';
import { REVISION } from './feed-writer.ts';
import { digestOf } from './memory-snapshot.ts';

/** Names and versions whose spelling differs between registries, purls and advisories. */
const NAMES = [
  'left-pad @babel/Core Flask_Login zope.interface Ruamel.YAML Newtonsoft.Json',
  'org.apache.logging.log4j:log4j-core github.com/Azure/azure-sdk-for-go/v2 stdlib libssl3t64',
  'Symfony/http-kernel OpenSSL perl-Errno ca-certificates-java serde_json R6 phoenix_html',
];
const VERSIONS = [
  '1.0',
  'v1.2.3',
  '1.2.3+incompatible',
  '1!2.0rc1.post2+cu118',
  '1:2.36-9+deb12u4',
];
const RELEASES = ['Ubuntu:22.04:LTS', 'Ubuntu:Pro:16.04:LTS', 'Debian:6.0', 'Azure Linux:3.0'];

/** What shards are keyed with, as every ecosystem spells it now. */
function spelling(): string {
  const names = NAMES.flatMap((line) => line.split(' '));
  const table = [...ecosystems.values()].map((ecosystem) => [
    ecosystem.id,
    // What is left as it is written, as in an ecosystem that nobody knew before, changes no shard.
    ...names.map((name) => ecosystem.normalizeName(name)).filter((name) => !names.includes(name)),
    ...VERSIONS.map((text) => ecosystem.normalizeVersion(text)).filter(
      (text) => !VERSIONS.includes(text),
    ),
  ]);
  return digestOf(
    JSON.stringify([table.filter((row) => row.length > 1), RELEASES.map(normalizeNamespace)]),
  );
}

test('whoever changes how names or versions are spelled raises REVISION', () => {
  // Shards keep names as they were spelled when their feed was read. After such a change raise
  // REVISION in feed-writer.ts, so that every feed is read anew, and write the new pair here.
  assert.deepEqual(
    [REVISION, spelling()],
    [7, 'sha256:04dc315b22fd4bde659b38a9c3987ca7f3f1af489de29164de9cbceae13ac40d'],
  );
});
