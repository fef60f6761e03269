import assert from 'node:assert/strict';
import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildFrom, openSnapshot } from '../src/advisories/index.ts';
import { starterAdvisories } from '../src/advisories/starter.ts';
import type { Affected } from '../src/model/index.ts';
import { scratch } from './support/drydock.ts';

const FEEDS = join(import.meta.dirname, '../../shared/feeds');
const isThere = existsSync(FEEDS) || process.env['CI'] === 'true';
const skip = isThere ? false : `SKIPPED: the recorded feeds are not at ${FEEDS}`;

/** Where the starter feed means something else than the recorded feeds, and why it is right. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'CVE-2017-5638 org.apache.struts:struts2-core':
    'Apache names fixes, the record last affected ones',
  'CVE-2019-19919 handlebars': 'GHSA: 3.0.8 is fixed too',
  'CVE-2020-7598 minimist': 'GHSA: 0.2.1 is fixed too, and 1.2.2 is not yet',
  'CVE-2020-8203 lodash': 'GHSA: since 3.7.0, and 4.17.19 is fixed',
  'CVE-2021-3749 axios': 'the same, as last affected',
  'CVE-2021-3807 ansi-regex': 'GHSA: 3.0.1 and 4.1.1 are fixed too',
  'CVE-2021-44228 org.apache.logging.log4j:log4j-core': 'the record is of three flaws at once',
  'CVE-2021-44906 minimist': 'GHSA: 0.2.4 is fixed too',
  'CVE-2021-45046 org.apache.logging.log4j:log4j-core':
    'Apache: since 2.0-beta9, 2.3.1 is fixed too',
  'CVE-2021-45105 org.apache.logging.log4j:log4j-core': 'the same, in part as last affected',
  'CVE-2022-22965 org.springframework:spring-beans': 'the release is called 5.2.20.RELEASE',
  'CVE-2024-3651 idna': 'nothing is before 0.1',
  'CVE-2024-41110 github.com/docker/docker': 'only versions with +incompatible are published',
};

test(
  "the starter feed's ranges are those of the recorded feeds, but for known ones",
  { skip },
  async () => {
    const folder = mkdtempSync(join(scratch, 'starter-'));
    const built = await buildFrom(FEEDS, { folder, clock: { now: () => Date.now() } });
    assert.ok(built.ok);
    const opened = openSnapshot(folder);
    assert.ok(opened.ok && opened.value);
    const snapshot = opened.value;
    const different = new Set<string>();
    let compared = 0;
    for (const { id, aliases, upstream, affected } of await starterAdvisories()) {
      const ids = new Set([id, ...aliases, ...upstream]);
      for (const own of affected) {
        const theirs = snapshot
          .entriesOf(own.namespace, own.name)
          .filter(({ advisory }) =>
            [advisory.id, ...advisory.aliases, ...advisory.upstream].some((one) => ids.has(one)),
          )
          .map((entry) => entry.affected);
        if (theirs.length === 0) continue;
        compared += 1;
        // Two databases may both have a record: all together, or one of them, says the same.
        const said = [theirs, ...theirs.map((entry) => [entry])].map(intervalsOf);
        const isSame = said.includes(intervalsOf([own]));
        if (!isSame) different.add(`${id} ${own.name}`);
      }
    }
    assert.ok(compared > 400, `${compared} compared`);
    assert.deepEqual(
      [...different].toSorted(byCodeUnits),
      Object.keys(DIFFERENT).toSorted(byCodeUnits),
    );
  },
);

/** Every stretch of affected versions once, however ranges and entries share them out. */
function intervalsOf(entries: readonly Affected[]): string {
  const stretches = entries.flatMap(({ ranges }) =>
    ranges.flatMap((events) =>
      events
        .map(({ kind, version }) => `${kind} ${version}`)
        .join(' ')
        .split(/ (?=introduced )/),
    ),
  );
  return [...new Set(stretches)].toSorted(byCodeUnits).join(', ');
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
