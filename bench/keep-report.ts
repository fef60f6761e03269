import { randomUUID } from 'node:crypto';
import { starterSnapshot } from '../src/advisories/index.ts';
import { createResults } from '../src/analyses/results.ts';
import { itemSetOf, MATCH_REVISION } from '../src/match/index.ts';
import type { Digest } from '../src/model/index.ts';
import { makeReport } from '../src/report/index.ts';
import type { Database } from '../src/store/index.ts';
import { analysisRecords, resultRecords } from '../src/store/index.ts';
import type { largeImage } from './large-image.ts';

/** Of the analyzer that seems to have made it. */
export const BENCH_REVISION = 'bench';

/** Writes the result of a tag's image as a run would leave it. */
export async function keepReport(
  kysely: Database['kysely'],
  of: { readonly repositoryId: number; readonly tag: string; readonly digest: Digest },
  { inventory, matches }: ReturnType<typeof largeImage>,
): Promise<void> {
  const { repositoryId, tag, digest } = of;
  const snapshot = await starterSnapshot();
  const report = makeReport({
    image: { reference: '', kind: 'registry', compressedSize: 0, size: 0, labels: {} },
    inventory,
    findings: matches.findings,
    coverage: matches.coverage,
    steps: [],
    diagnostics: [],
    snapshot,
    now: 0,
  });
  const results = createResults(resultRecords(kysely), 0);
  const items = itemSetOf(inventory);
  await results.keepInventory(digest, BENCH_REVISION, inventory, items);
  const key = { itemSet: items.digest, snapshot: snapshot.digest, revision: MATCH_REVISION };
  await results.keepMatches(key, matches, report);
  const records = analysisRecords(kysely);
  await records.request({
    repositoryId,
    tag,
    wanted: [{ digest, platform: 'linux/amd64', kind: 'image' }],
    cause: 'push',
    by: { name: 'bench', requestId: 'bench' },
    isInteractive: true,
  });
  const lease = { digest, id: randomUUID(), forMs: 60_000 };
  await records.claim(digest, lease.id, lease.forMs);
  const { number, createdAt, isStarter } = snapshot;
  await records.finish(lease, {
    state: { kind: 'complete' },
    revision: BENCH_REVISION,
    tookMs: 1,
    made: {
      analyzerRevision: BENCH_REVISION,
      matchRevision: MATCH_REVISION,
      itemSet: items.digest,
      snapshot: { number, digest: snapshot.digest, createdAt, isStarter },
      summary: report.summary,
    },
  });
}
