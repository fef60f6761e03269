import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { KeptFinding, KeptPackage } from '../analyses/index.ts';
import type { Digest } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';
import { findingRecords } from './analyses-findings.ts';
import { analysisRecords } from './analyses-records.ts';
import { resultRecords } from './analyses-results.ts';
import type { Database } from './database.ts';

/** An image as a push and its analysis leave it. */
export interface AnalyzedImage {
  readonly repositoryId: number;
  /** Its digest is made of it. */
  readonly name: string;
  readonly tags: readonly string[];
  readonly packages: readonly KeptPackage[];
  readonly findings: readonly KeptFinding[];
}

const SUMMARY = {
  packages: 0,
  affectedPackages: 0,
  vulnerabilities: 0,
  bySeverity: { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, none: 0, unknown: 0 },
  fixable: 0,
  exploited: 0,
  malware: 0,
  hidden: {},
};

export function digestNamed(name: string): Digest {
  const digest = parseDigest(`sha256:${createHash('sha256').update(name).digest('hex')}`);
  if (digest === undefined) throw new Error('sha256 made no digest');
  return digest;
}

export function found(name: string, version: string, layer = 0, path = ''): KeptPackage {
  return { type: 'npm', name, version, layer, path };
}

export function flaw(
  vulnerability: string,
  { type, name, version, layer }: KeptPackage,
  more: Partial<KeptFinding> = {},
): KeptFinding {
  const severity = 'high' as const;
  return { vulnerability, type, name, version, layer, severity, fixedIn: undefined, ...more };
}

/** Through the tables and calls that a push and its analysis go through. */
export async function addAnalyzed(database: Database, image: AnalyzedImage): Promise<Digest> {
  const { kysely } = database;
  const digest = digestNamed(image.name);
  await addManifest(database, image.repositoryId, digest);
  for (const tag of image.tags) await setTag(database, image.repositoryId, tag, digest);
  const records = analysisRecords(kysely);
  await records.request({
    repositoryId: image.repositoryId,
    tag: image.tags[0],
    wanted: [{ digest, platform: 'linux/amd64', kind: 'image' }],
    cause: 'push',
    by: { name: 'alice', requestId: 'r-1' },
    isInteractive: true,
  });
  await analyze(database, digest, image);
  return digest;
}

/** One run, with what it finds. */
export async function analyze(
  database: Database,
  digest: Digest,
  { packages, findings }: Pick<AnalyzedImage, 'packages' | 'findings'>,
): Promise<void> {
  const records = analysisRecords(database.kysely);
  const results = resultRecords(database.kysely);
  const lease = { digest, id: randomUUID(), forMs: 8000 };
  const claim = await records.claim(digest, lease.id, 8000);
  if (claim.kind !== 'claimed') throw new Error(`the analysis is ${claim.kind}`);
  const itemSet = digestNamed(JSON.stringify(packages));
  const snapshot = digestNamed(JSON.stringify(findings));
  const key = { itemSet, snapshot, revision: 'm1' };
  const body = Buffer.from('body');
  const kept = { digest, revision: 'a1', itemSet, items: body, body, packages };
  await results.keepInventory(kept);
  await results.keepMatches({ key, body, summary: SUMMARY, findings });
  await records.finish(lease, {
    state: { kind: 'complete' },
    revision: 'a1',
    tookMs: 1,
    made: {
      analyzerRevision: 'a1',
      matchRevision: 'm1',
      itemSet,
      snapshot: { number: 1, digest: snapshot, createdAt: '2026-01-01', isStarter: false },
      summary: SUMMARY,
    },
  });
  await noteAll(database, digest, findings);
}

async function noteAll(
  { kysely }: Database,
  digest: Digest,
  findings: readonly KeptFinding[],
): Promise<void> {
  const book = findingRecords(kysely);
  const seen = findings.map(({ vulnerability, type, name, severity }) => {
    return { vulnerability, packageType: type, packageName: name, severity };
  });
  for (const { requestId, repositoryId, tag, cause } of await book.unnoted(digest)) {
    await book.note({
      requestId,
      repositoryId,
      tag,
      digest,
      cause,
      before: undefined,
      change: undefined,
      opened: [],
      closed: [],
      seen,
    });
  }
}

export async function addManifest(
  { kysely }: Database,
  repositoryId: number,
  digest: Digest,
): Promise<void> {
  await sql`insert into manifests (digest, media_type, kind, size, bytes, created_at)
    values (${digest}, 'm', 'image', 1, '', now()) on conflict do nothing`.execute(kysely);
  await sql`insert into repository_manifests
    (repository_id, digest, media_type, pushed_at, pushed_by, leased_until)
    values (${repositoryId}, ${digest}, 'm', now(), 'alice', now())
    on conflict do nothing`.execute(kysely);
}

export async function setTag(
  { kysely }: Database,
  repositoryId: number,
  name: string,
  digest: Digest,
): Promise<void> {
  await sql`insert into tags (repository_id, name, digest, moved_at, moved_by)
    values (${repositoryId}, ${name}, ${digest}, now(), 'alice')
    on conflict (repository_id, name) do update set digest = excluded.digest`.execute(kysely);
}
