import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { sql } from 'kysely';
import type { AnalysisRecords, ImageRequest, Lease, RunOutcome } from '../analyses/index.ts';
import { type Digest, parseDigest } from '../model/index.ts';
import { analysisRecords } from './analyses-records.ts';
import type { Database } from './database.ts';
import { withDatabase } from './test-database.contract.ts';

export const COMPLETE: RunOutcome = {
  state: { kind: 'complete' },
  revision: 'a1',
  tookMs: 100,
  made: {
    analyzerRevision: 'a1',
    matchRevision: 'm1',
    itemSet: digest('e'),
    snapshot: { number: 1, digest: digest('f'), createdAt: '2026-01-01', isStarter: false },
    summary: {
      packages: 0,
      affectedPackages: 0,
      vulnerabilities: 0,
      bySeverity: { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, none: 0, unknown: 0 },
      fixable: 0,
      exploited: 0,
      malware: 0,
      hidden: {},
    },
  },
};

interface World {
  readonly database: Database;
  readonly records: ReturnType<typeof analysisRecords>;
  readonly repository: number;
}

export async function world(t: TestContext): Promise<World> {
  const database = await withDatabase(t);
  const repository = await repositoryIn(database, 'acme/shop');
  return { database, records: analysisRecords(database.kysely), repository };
}

export async function repositoryIn({ kysely }: Database, name: string): Promise<number> {
  const [namespace = ''] = name.split('/');
  const { rows } = await sql<{ id: number }>`
    with n as (insert into namespaces (name, kind, plan, created_at)
      values (${namespace}, 'organization', 'team', now()) returning id)
    insert into repositories (namespace_id, name, visibility, analysis_active, created_at)
    select n.id, ${name}, 'private', true, now() from n returning id`.execute(kysely);
  return rows[0]?.id ?? 0;
}

export function asking(repositoryId: number, ...names: readonly string[]): ImageRequest {
  return {
    repositoryId,
    tag: 'latest',
    wanted: names.map((name) => {
      return { digest: digest(name), platform: 'linux/amd64', kind: 'image' };
    }),
    cause: 'push',
    by: { name: 'alice', requestId: 'r' },
    isInteractive: true,
  };
}

export async function claimed(records: AnalysisRecords, name: string): Promise<Lease> {
  const lease = { digest: digest(name), id: randomUUID(), forMs: 8000 };
  const claim = await records.claim(lease.digest, lease.id, lease.forMs);
  assert.equal(claim.kind, 'claimed');
  return lease;
}

export function digest(name: string): Digest {
  const found = parseDigest(`sha256:${name.padStart(64, '0')}`);
  assert.ok(found);
  return found;
}
