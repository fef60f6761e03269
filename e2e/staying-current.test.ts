/** New advisories reach exactly the images that they touch, and no image is read again. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { osvRecord, writeMirror } from '../src/advisories/feeds/mirror.contract.ts';
import { makeZip } from '../src/advisories/make-zip.contract.ts';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { scratch } from './support/drydock.ts';
import { startRegistryWithAccount } from './support/registry-account.ts';
import { type Session, signIn } from './support/session.ts';

/** B14 asks for 2,000: `STORED_INVENTORIES=2000`. */
const COUNT = Number(process.env['STORED_INVENTORIES'] ?? 200);

/** RELIABILITY B14. */
const MOST_MS = 60_000;

const TYPE = 'application/vnd.cyclonedx+json';

/** Each has the package of its own number and a common one; every tenth has `leftish` too. */
const isTouched = (number: number): boolean => number % 10 === 3;

test(`of ${COUNT} stored inventories a new advisory changes exactly those that it is about`, async (t) => {
  const mirror = mkdtempSync(join(scratch, 'feeds-'));
  bring(mirror, {});
  const account = await startRegistryWithAccount({
    DRYDOCK_FEEDS: mirror,
    DRYDOCK_OFFLINE: 'true',
  });
  t.after(() => account.stop());
  const session = await signIn(account);
  await until('the first feeds', async () => {
    const { isStarter, updates } = await session.ask('GET', '/advisories');
    return isStarter === false && (updates ?? 0) === 0;
  });
  const app = `/repositories/${account.user}/app`;
  await session.ask('POST', `/namespaces/${account.user}/repositories`, { name: 'app' });
  await session.ask('PUT', `${app}/activation`, {});
  for (let number = 0; number < COUNT; number += 1) {
    const pushed = await session.send('PUT', `${app}/sboms/v${number}`, sbomOf(number), TYPE);
    assert.ok(pushed.ok, await pushed.text());
  }
  const analyses = () => analysesOf(session, app);
  await until('all analyses', async () => [...(await analyses()).values()].every(isComplete));
  const before = await analyses();
  assert.equal(before.size, COUNT);

  bring(mirror, { 'GHSA-new.json': osvRecord('GHSA-new', 'leftish', '2.0.0') });
  const began = performance.now();
  await session.ask('POST', '/administration/feeds/updates', { feeds: ['osv/npm'] });
  const wanted = [...before.keys()].filter((tag) => isTouched(Number(tag.slice(1)))).toSorted();
  await until('the new findings', async () => {
    const after = await analyses();
    return wanted.every((tag) => findingsIn(after.get(tag)) === 1 && isComplete(after.get(tag)));
  });
  const took = performance.now() - began;
  t.diagnostic(`${wanted.length} of ${COUNT} were renewed within ${Math.round(took)} ms`);
  assert.ok(took < MOST_MS, `${took} ms`);
  const after = await analyses();
  const changed = [...after.keys()].filter(
    (tag) => analyzedAt(after.get(tag)) !== analyzedAt(before.get(tag)),
  );
  assert.deepEqual(changed.toSorted(), wanted);
  // Of the others it is known that the newer advisories say the same.
  await until('the agreement of the others', async () =>
    [...(await analyses()).values()].every((row) => resultOf(row)['isPresentRevision'] === true),
  );
  await saysWhy(session, app);
  await learnsOfExploits(session, app, mirror);
});

/** The history of an image says what the advisories changed, and of what. */
async function saysWhy(session: Session, app: string): Promise<void> {
  const { digest } = await session.ask('GET', `${app}/images/v3/analysis`);
  const { items } = await session.ask('GET', `${app}/manifests/${String(digest)}/analyses`);
  const [last] = arrayOf(items).map(recordOf);
  assert.equal(last?.['cause'], 'advisories');
  assert.match(JSON.stringify(last?.['change']), /"opened":\{[^}]*"(?:unknown|high|medium)":1/);
}

/** Nothing else of the advisories changes. */
async function learnsOfExploits(session: Session, app: string, mirror: string): Promise<void> {
  writeMirror(mirror, {
    'kev/known_exploited_vulnerabilities.json': JSON.stringify({
      dateReleased: '2026-01-01T00:00:00Z',
      vulnerabilities: [{ cveID: 'CVE-2024-0005', dateAdded: '2026-01-01' }],
    }),
  });
  await session.ask('POST', '/administration/feeds/updates', { feeds: ['kev'] });
  await until('that it is exploited', async () => {
    const row = await session.ask('GET', `${app}/images/v5/analysis`);
    return recordOf(row['summary'])['exploited'] === 1;
  });
}

function sbomOf(number: number): unknown {
  const names = ['common', `own-${number}`, ...(isTouched(number) ? ['leftish'] : [])];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: names.map((name) => ({
      type: 'library',
      name,
      version: '1.0.0',
      purl: `pkg:npm/${name}@1.0.0`,
    })),
  };
}

function bring(mirror: string, records: Readonly<Record<string, string>>): void {
  const known = {
    'GHSA-old.json': osvRecord('GHSA-old', 'elsewhere', '1.0.0'),
    'GHSA-own.json': osvRecord('GHSA-own', 'own-5', '2.0.0', { aliases: ['CVE-2024-0005'] }),
  };
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip({ ...known, ...records }) });
}

type Row = Readonly<Record<string, unknown>>;

/** By tag. */
async function analysesOf(session: Session, app: string): Promise<ReadonlyMap<string, Row>> {
  const rows = new Map<string, Row>();
  for (let number = 0; number < COUNT; number += 1) {
    const tag = `v${number}`;
    rows.set(tag, await session.ask('GET', `${app}/images/${tag}/analysis`));
  }
  return rows;
}

function isComplete(row: Row | undefined): boolean {
  return String(recordOf(row?.['state'])['kind']).startsWith('complete');
}

function findingsIn(row: Row | undefined): unknown {
  return recordOf(row?.['summary'])['vulnerabilities'];
}

function analyzedAt(row: Row | undefined): unknown {
  return resultOf(row)['analyzedAt'];
}

function resultOf(row: Row | undefined): Row {
  return recordOf(recordOf(arrayOf(row?.['platforms'])[0])['result']);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 2 * MOST_MS; Date.now() < end; await sleep(100)) {
    if (await isSo()) return;
  }
  assert.fail(`${what} did not come`);
}
