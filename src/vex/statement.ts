import type { Digest, PurlParts, VexClaim } from '../model/index.ts';

/** A claim on a vulnerability, and the products that it is about. */
export interface VexStatement {
  /** Names of one vulnerability. */
  readonly ids: readonly string[];
  /** It is about any of them; empty where none can be recognized. */
  readonly products: readonly VexProduct[];
  readonly claim: VexClaim;
}

/** An image or a package, or some of what is inside an image. */
export interface VexProduct {
  /** Names of the thing itself, of which any will do. */
  readonly purls: readonly PurlParts[];
  readonly digests: readonly Digest[];
  /** Packages inside it; empty: all of it. */
  readonly components: readonly PurlParts[];
}

/** What is known of where a document is from. */
export type VexSource = Pick<VexClaim, 'author' | 'at' | 'document'>;
