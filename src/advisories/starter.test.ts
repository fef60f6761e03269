import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecosystems } from '../ecosystems/index.ts';
import { starterAdvisories, starterSnapshot } from './starter.ts';

const advisories = await starterAdvisories();

test('every record names a vulnerability in a sentence, rates it and says where it is from', () => {
  assert.ok(advisories.length >= 100, String(advisories.length));
  assert.equal(new Set(advisories.map(({ id }) => id)).size, advisories.length);
  for (const advisory of advisories) {
    const { id, summary, severities, references, affected } = advisory;
    assert.match(id, /^(?:CVE|GHSA)-/);
    assert.match(summary, /^\S.{20,110}[^.\s]$/, id);
    assert.ok(severities[0] && severities[0].severity !== 'none', id);
    assert.ok(references.length > 0 && affected.length > 0, id);
    for (const url of references) assert.equal(new URL(url).protocol, 'https:', id);
  }
});

test('every version of its ranges is one in the scheme of its ecosystem, and below its fix', () => {
  let compared = 0;
  for (const { id, affected } of advisories) {
    for (const { ecosystem, name, ranges, versions } of affected) {
      assert.ok(ranges.length + versions.length > 0, id);
      const scheme = ecosystems.get(ecosystem)?.versions;
      if (scheme === undefined) continue;
      for (const events of ranges) {
        const parsed: readonly unknown[] = events
          .filter(({ version }) => version !== '0')
          .map(({ version }) => scheme.parse(version));
        assert.ok(!parsed.includes(undefined), `${id} ${name}: ${JSON.stringify(events)}`);
        const [from, to] = parsed;
        if (events.length === 2 && to !== undefined) {
          assert.ok(scheme.compare(from, to) <= 0, `${id} ${name}: ${JSON.stringify(events)}`);
          compared += 1;
        }
      }
    }
  }
  assert.ok(ecosystems.size === 0 || compared > 0);
});

test('Log4Shell, Heartbleed and the back door of event-stream are found without a network', async () => {
  const snapshot = await starterSnapshot();
  assert.ok(snapshot.isStarter);
  const idsOf = (namespace: string, name: string) =>
    snapshot.entriesOf(namespace, name).map(({ advisory }) => advisory.id);
  assert.ok(idsOf('Maven', 'org.apache.logging.log4j:log4j-core').includes('CVE-2021-44228'));
  assert.ok(idsOf('Debian:12', 'openssl').includes('CVE-2022-3602'));
  assert.ok(idsOf('npm', 'event-stream').includes('GHSA-mh6f-8j2x-4483'));
  assert.equal(snapshot.coverageOf('Debian:12')?.source, 'starter');
  assert.equal(snapshot.coverageOf('Fedora:40'), undefined);
  assert.equal(snapshot.contextOf('CVE-2021-44228')?.kev?.addedAt, '2021-12-10');
});
