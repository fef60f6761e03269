import type {
  FoundVulnerabilities,
  SnapshotRef,
  VulnerabilityDetails,
  VulnerabilityQuery,
} from '../../model/index.ts';

/** What the thread is started with: which snapshot it answers from. */
export interface SearchStart {
  /** The data folder of the advisories. */
  readonly folder: string;
  readonly ref: SnapshotRef;
}

export type SearchOrder =
  | { readonly kind: 'find'; readonly query: VulnerabilityQuery }
  | { readonly kind: 'describe'; readonly id: string }
  | { readonly kind: 'ids'; readonly id: string };

export type SearchAnswer =
  | { readonly kind: 'found'; readonly found: FoundVulnerabilities }
  | { readonly kind: 'described'; readonly details: VulnerabilityDetails | undefined }
  | { readonly kind: 'ids'; readonly ids: readonly string[] | undefined }
  | { readonly kind: 'failed'; readonly message: string };

export interface NumberedOrder {
  readonly number: number;
  readonly order: SearchOrder;
}

export type SearchMessage =
  /** The index is there. */
  | { readonly kind: 'ready'; readonly tookMs: number; readonly rows: number }
  | { readonly kind: 'answer'; readonly number: number; readonly answer: SearchAnswer };
