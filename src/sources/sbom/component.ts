import type { Distro, SbomProperty } from '../../model/index.ts';

/** A package of an SBOM as its format writes it, the formats' differences taken away. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string | undefined;
  readonly licenses: readonly string[];
  readonly isDev: boolean;
  /** The format's own fields, and whatever the tool wrote beside them. */
  readonly locations: readonly string[];
  /** Digest of the inflated layer. */
  readonly diffId?: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly module?: string;
  readonly properties: readonly SbomProperty[];
}

/** What a reader of one format found in its document. */
export interface SbomDocument {
  readonly kind: string;
  readonly writtenBy: string;
  readonly distro: (Pick<Distro, 'id' | 'versionId'> & Partial<Distro>) | undefined;
  /** In their order, where the tool tells. */
  readonly diffIds: readonly string[];
  readonly components: readonly Component[];
  readonly properties: readonly SbomProperty[];
}
