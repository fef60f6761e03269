import type { Generated } from 'kysely';
import type { Digest } from '../model/index.ts';

/** Migrations 0020-registry.sql, 0050-report-pages.sql and 0080-upload-owners.sql, column by column. */
export interface RegistryTables {
  readonly blobs: {
    readonly digest: Digest;
    readonly size: number;
    readonly created_at: Date;
    readonly is_stored: boolean;
    readonly leased_until: Date;
    readonly condemned_at: Date | null;
  };
  readonly repository_blobs: {
    readonly repository_id: number;
    readonly digest: Digest;
    readonly leased_until: Date;
  };
  readonly manifests: {
    readonly digest: Digest;
    readonly media_type: string;
    readonly kind: 'image' | 'index';
    readonly size: number;
    readonly bytes: Uint8Array;
    readonly created_at: Date;
  };
  readonly manifest_blobs: {
    readonly manifest_digest: Digest;
    readonly blob_digest: Digest;
  };
  readonly manifest_children: {
    readonly parent_digest: Digest;
    readonly child_digest: Digest;
  };
  readonly repository_manifests: {
    readonly repository_id: number;
    readonly digest: Digest;
    readonly media_type: string;
    readonly pushed_at: Date;
    readonly pushed_by: string;
    readonly leased_until: Date;
    readonly subject: Digest | null;
    readonly artifact_type: string | null;
    readonly descriptor: string | null;
  };
  readonly tags: {
    readonly repository_id: number;
    readonly name: string;
    readonly digest: Digest;
    readonly moved_at: Date;
    readonly moved_by: string;
  };
  readonly manifest_pulls: {
    readonly repository_id: number;
    readonly digest: Digest;
    readonly pulled_at: Date;
  };
  readonly tag_history: {
    readonly id: Generated<number>;
    readonly repository_id: number;
    readonly name: string;
    readonly digest: Digest | null;
    readonly moved_at: Date;
    readonly moved_by: string;
  };
  readonly uploads: {
    readonly id: string;
    readonly repository_id: number;
    readonly algorithm: 'sha256' | 'sha512';
    readonly started_by: string;
    readonly touched_at: Date;
    readonly owner_id: string | null;
    readonly owner_address: string | null;
    readonly turn: number;
    readonly released_bytes: number | null;
  };
  readonly push_events: {
    readonly id: Generated<number>;
    readonly repository_id: number;
    readonly digest: Digest;
    readonly tag: string | null;
    readonly actor: string;
    readonly at: Date;
  };
}
