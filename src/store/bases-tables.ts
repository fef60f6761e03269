import type { Digest } from '../model/index.ts';

/** Migration 0091-base-images.sql, column by column. */
export interface BasesTables {
  readonly image_chains: {
    readonly root: Digest;
    readonly digest: Digest;
    readonly platform: string;
    readonly chain_ids: readonly string[];
    readonly chain_id: string | null;
  };
  readonly public_bases: {
    readonly reference: string;
    readonly digest: Digest;
    readonly platform: string;
    readonly chain_id: string;
    readonly imported_at: Date;
    readonly imported_by: string;
  };
}
