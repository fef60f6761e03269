import type { ColumnType, Generated } from 'kysely';
import type { Digest } from '../model/index.ts';

type Json = ColumnType<unknown, string | null, string | null>;
type Late<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>;

/** Migrations 0030-analyses.sql and 0050-report-pages.sql, column by column. */
export interface AnalysesTables {
  readonly job_processes: { readonly id: string; readonly beat_at: Date };
  readonly analyses: {
    readonly id: Generated<number>;
    readonly digest: Digest;
    readonly platform: string;
    readonly kind: 'image' | 'sbom';
    readonly phase: 'queued' | 'analyzing' | 'matching' | 'resting';
    readonly progress: ColumnType<unknown, string | undefined, string>;
    readonly namespace_id: number;
    readonly priority: number;
    readonly queued_at: Date;
    readonly due_at: Date;
    readonly attempt: Generated<number>;
    readonly losses: Generated<number>;
    readonly trouble: Json;
    readonly lease: Late<string>;
    readonly leased_until: Late<Date>;
    readonly request_id: string;
    readonly ending: Json;
    readonly ending_revision: Late<string>;
    readonly generation: Generated<number>;
    readonly result: Json;
    readonly analyzed_at: Late<Date>;
    readonly took_ms: Late<number>;
    readonly analyzer_revision: Late<string>;
    readonly match_revision: Late<string>;
    readonly item_set: Late<string>;
    readonly snapshot_digest: Late<Digest>;
    readonly snapshot: Json;
    readonly checked_snapshot: Late<Digest>;
    readonly before_revision: Late<string>;
    readonly before_match_revision: Late<string>;
    readonly before_item_set: Late<string>;
    readonly before_snapshot: Late<Digest>;
  };
  readonly analysis_requests: {
    readonly id: Generated<number>;
    readonly analysis_id: number;
    readonly repository_id: number;
    readonly tag: string | null;
    readonly cause: string;
    readonly requested_by: string;
    readonly request_id: string;
    readonly requested_at: Date;
    readonly answered_at: Late<Date>;
    readonly answer: Json;
    readonly generation: Late<number>;
    readonly noted_at: Late<Date>;
    readonly before_digest: Late<Digest>;
    readonly opened: Json;
    readonly closed: Json;
  };
  readonly layer_inventories: KeptTable;
  readonly inventories: KeptTable & { readonly item_set: string };
  readonly item_sets: {
    readonly id: Generated<number>;
    readonly digest: string;
    readonly body: Uint8Array;
    readonly made_at: Date;
  };
  readonly item_matches: ItemSetTable & { readonly body: Uint8Array; readonly made_at: Date };
  readonly summaries: ItemSetTable & {
    readonly id: Generated<number>;
    readonly summary: ColumnType<unknown, string, string>;
    readonly is_indexed: Generated<boolean>;
  };
  readonly findings: {
    readonly id: Generated<number>;
    readonly repository_id: number;
    readonly vulnerability: string;
    readonly package_type: string;
    readonly package_name: string;
    readonly first_seen: Date;
  };
  readonly finding_events: {
    readonly id: Generated<number>;
    readonly finding_id: number;
    readonly kind: 'opened' | 'closed';
    readonly cause: string;
    readonly at: Date;
    readonly digest: string;
    readonly tag: string | null;
    readonly severity: string;
    readonly request_id: Late<number>;
  };
  readonly pushed_sboms: {
    readonly repository_id: number;
    readonly reference: string;
    readonly digest: Digest;
    readonly pushed_at: Date;
    readonly pushed_by: string;
  };
  readonly sbom_bodies: {
    readonly digest: Digest;
    readonly body: Uint8Array;
    readonly pushed_at: Date;
  };
  readonly advisory_snapshots: {
    readonly digest: Digest;
    readonly number: number;
    readonly created_at: Date;
    readonly activated_at: Date;
  };
}

interface KeptTable {
  readonly digest: string;
  readonly revision: string;
  readonly body: Uint8Array;
  readonly made_at: Date;
}

interface ItemSetTable {
  readonly item_set: string;
  readonly snapshot_digest: string;
  readonly revision: string;
}
