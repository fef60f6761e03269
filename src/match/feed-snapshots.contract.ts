import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import { folderTransport, openSnapshot, updateFeeds } from '../advisories/index.ts';
import type { AdvisorySnapshot, Item } from '../model/index.ts';
import { matchItem } from './match-item.ts';

const SAMPLES = join(
  import.meta.dirname,
  '../../../shared/feeds/fixtures/feed-formats/vuls-data-update-fixtures.tar.zst',
);
const isThere = existsSync(SAMPLES);
if (!isThere && process.env['CI'] === 'true') throw new Error(`${SAMPLES} is missing`);

/** Options of tests that read the samples of feeds. */
export const WITH_SAMPLES: { readonly skip?: string } = isThere
  ? {}
  : { skip: `SKIPPED: the samples of feeds are not at ${SAMPLES}` };

/** One of the samples of feeds: `debian/tracker/api/testdata/fixtures/advisory.json`. */
export function sampleOf(path: string): Buffer {
  const input = zstdDecompressSync(readFileSync(SAMPLES));
  return execFileSync('tar', ['-xOf', '-', `fetch/${path}`], { input, maxBuffer: 2 ** 26 });
}

/** Snapshots read some of their shards only when they are asked. */
const ROOT = mkdtempSync(join(tmpdir(), 'drydock-statuses-'));
after(() => rmSync(ROOT, { recursive: true, force: true }));

/** A snapshot that was built of files of a feed, or of several, stored, and opened again. */
export async function snapshotOf(
  feeds: string | readonly string[],
  files: Readonly<Record<string, object | Buffer>>,
): Promise<AdvisorySnapshot> {
  const folder = mkdtempSync(join(ROOT, 'feeds-'));
  for (const [path, document] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const content = document instanceof Buffer ? document : JSON.stringify(document);
    writeFileSync(join(folder, path), content);
  }
  const transport = folderTransport(folder);
  const clock = { now: () => Date.parse('2026-02-03T04:05:06Z') };
  const updated = await updateFeeds({ folder, feeds: [feeds].flat(), transport, clock });
  assert.ok(updated.ok);
  const opened = openSnapshot(folder);
  assert.ok(opened.ok && opened.value);
  assert.ok(opened.value.prepare(opened.value.namespaces()).ok);
  return opened.value;
}

/** `fix_available 5.2-2, high, hidden: unimportant` by the id of the vulnerability. */
export function seenBy(snapshot: AdvisorySnapshot, item: Item): ReadonlyMap<string, string> {
  const { findings } = matchItem(item, snapshot);
  return new Map(
    findings.map(({ id, status, fixedIn, severity, hidden }) => [
      id,
      [
        fixedIn === undefined ? status : `${status} ${fixedIn}`,
        ...(severity === 'unknown' ? [] : [severity]),
        ...(hidden === undefined ? [] : [`hidden: ${hidden}`]),
      ].join(', '),
    ]),
  );
}
