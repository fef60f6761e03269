import type { Digest } from '../model/index.ts';
import type { AnalysisState } from './state.ts';

/** Something that a page which shows it must know. */
export type AnalysisEvent =
  | {
      readonly kind: 'state';
      /** Of those that asked for it. */
      readonly repositoryIds: readonly number[];
      readonly digest: Digest;
      readonly platform: string;
      readonly state: AnalysisState;
    }
  | { readonly kind: 'activation'; readonly repositoryId: number; readonly isActive: boolean }
  | { readonly kind: 'snapshot'; readonly number: number; readonly digest: Digest }
  /** Some may have been missed: read again what is shown. */
  | { readonly kind: 'resync' };
