import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '../model/index.ts';
import { sampleOf, seenBy, snapshotOf, WITH_SAMPLES } from './feed-snapshots.contract.ts';
import { rpmItem } from './rpm-feeds.contract.ts';

const FILE = 'oracle/com.oracle.elsa-all.xml.bz2';

function ol(release: string, name: string, version: string, more: { module?: string } = {}): Item {
  return rpmItem({ id: 'ol', versionId: release }, { name, version, ...more });
}

test("errata of Oracle Linux count for the module's stream alone", WITH_SAMPLES, async () => {
  const sample = sampleOf('oracle/linux/testdata/fixtures/com.oracle.elsa-all.xml.bz2');
  const snapshot = await snapshotOf('oracle-elsa', { [FILE]: sample });
  const fixed = '1.3.18-21.module+el8.7.0+21037+8ee66348';
  const before = '1.3.18-20.module+el8.3.0+1+a';
  const rows: readonly (readonly [what: string, item: Item, id: string, seen: string])[] = [
    [
      'before',
      ol('5.11', 'bind-utils', '30:9.3.3-7.el5'),
      'CVE-2007-0493',
      'fix_available 30:9.3.3-8.el5, medium',
    ],
    ['has the fix', ol('5.11', 'bind-utils', '30:9.3.3-8.el5'), 'CVE-2007-0493', ''],
    ['of another release', ol('6.1', 'bind-utils', '30:9.3.3-7.el5'), 'CVE-2007-0493', ''],
    [
      'of the stream',
      ol('8.7', 'hivex', before, { module: 'virt:kvm_utils:8:x' }),
      'CVE-2022-4144',
      `fix_available ${fixed}, high`,
    ],
    [
      'fixed in the stream',
      ol('8.7', 'hivex', fixed, { module: 'virt:kvm_utils:8:x' }),
      'CVE-2022-4144',
      '',
    ],
    [
      'of another stream',
      ol('8.7', 'hivex', before, { module: 'virt:ol:8:x' }),
      'CVE-2022-4144',
      '',
    ],
    ['of no module', ol('8.7', 'hivex', '1.3.18-20.el8'), 'CVE-2022-4144', ''],
  ];
  for (const [what, item, id, expected] of rows) {
    assert.equal(seenBy(snapshot, item).get(id) ?? '', expected, what);
  }
  assert.equal(snapshot.coverageOf('Oracle Linux:8')?.listsUnfixed, false);
});

test('builds of one kind are held against errata of that kind alone, and architectures apart', async () => {
  const oval = `<oval_definitions><definitions>
    ${erratum('ELSA-2024-1', 'CVE-2024-0001', 'glibc', ['2.28-236.0.1.ksplice1.el8'])}
    ${erratum('ELSA-2024-2', 'CVE-2024-0002', 'glibc', ['2.28-236.0.2.el8'])}
    ${erratum('ELSA-2024-3', 'CVE-2024-0003', 'openssl', ['1:1.1.1k-12.el8_9_fips'])}
    ${erratum('ELSA-2024-4', 'CVE-2024-0004', 'a', ['2-1.el8', '3-1.el8'])}
    ${erratum('', 'CVE-2024-0005', 'a', ['2-1.el8'])}
    </definitions></oval_definitions>`;
  const snapshot = await snapshotOf('oracle-elsa', { [FILE]: Buffer.from(oval) });
  const rows: readonly (readonly [item: Item, seen: readonly string[]])[] = [
    [ol('8.9', 'glibc', '2.28-200.el8'), ['CVE-2024-0002']],
    [ol('8.9', 'glibc', '2.28-200.0.1.ksplice1.el8'), ['CVE-2024-0001']],
    [ol('8.9', 'openssl', '1:1.1.1k-9.el8'), []],
    [ol('8.9', 'openssl', '1:1.1.1k-9.el8_9_fips'), ['CVE-2024-0003']],
    [ol('8.9', 'a', '2-2.el8'), []],
    [ol('8.9', 'a', '1-1.el8'), ['CVE-2024-0004']],
  ];
  for (const [item, expected] of rows) {
    const { name, version } = item.keys[0] ?? {};
    assert.deepEqual([...seenBy(snapshot, item).keys()], expected, `${name} ${version}`);
  }
});

test('files that are cut off, or no XML, are refused', WITH_SAMPLES, async () => {
  const folder = 'oracle/linux/testdata/fixtures';
  const whole = sampleOf(`${folder}/com.oracle.elsa-all.xml.bz2`);
  const refused = [
    sampleOf(`${folder}/invalid.xml`),
    sampleOf(`${folder}/invalid.xml.bz2`),
    whole.subarray(0, whole.length - 9),
    Buffer.concat([whole.subarray(0, 900), Buffer.from('x'), whole.subarray(901)]),
  ];
  for (const [index, broken] of refused.entries()) {
    await assert.rejects(snapshotOf('oracle-elsa', { [FILE]: broken }), `${index}`);
  }
});

/** For x86_64 the first version has the fix, for aarch64 the last. */
function erratum(id: string, cve: string, name: string, versions: readonly string[]): string {
  const tests = ['x86_64', 'aarch64'].map(
    (architecture, index) => `<criteria operator="AND">
      <criterion comment="Oracle Linux arch is ${architecture}"/>
      <criteria operator="AND">
        <criterion comment="${name} is earlier than ${versions.at(-index)}"/>
        <criterion comment="${name} is signed with the Oracle Linux 8 key"/>
      </criteria></criteria>`,
  );
  return `<definition class="patch"><metadata><title>${id}: x</title>
    <reference source="elsa" ref_id="${id}"/><reference source="CVE" ref_id="${cve}"/></metadata>
    <criteria operator="AND"><criterion comment="Oracle Linux 8 is installed"/>
    <criteria operator="OR">${tests.join('')}</criteria></criteria></definition>`;
}
