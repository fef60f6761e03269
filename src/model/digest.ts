/** `sha256:` and 64, or `sha512:` and 128, lowercase hex digits. */
export type Digest = string & { readonly __brand: 'Digest' };

/** Digest of an uncompressed layer tar, as in the image config's `rootfs.diff_ids`. */
export type DiffId = Digest & { readonly __brandDiffId: 'DiffId' };

const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** The text as a digest; `undefined` of another algorithm, length or upper case. */
export function parseDigest(text: string): Digest | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes a Digest
  return DIGEST.test(text) ? (text as Digest) : undefined;
}

/** A digest that is known to be of an uncompressed layer. */
export function asDiffId(digest: Digest): DiffId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes a DiffId
  return digest as DiffId;
}

/** `sha256` or `sha512`: what the bytes are to be digested with. */
export function algorithmOf(digest: Digest): 'sha256' | 'sha512' {
  return digest.startsWith('sha256:') ? 'sha256' : 'sha512';
}
