import { hash } from 'node:crypto';
import type { Limits } from '../base/index.ts';
import { failure, FailureError } from '../base/index.ts';
import type { Descriptor, LayerBytes } from '../image/index.ts';
import type { Digest } from '../model/index.ts';
import { algorithmOf } from '../model/index.ts';

/** Where the blobs of an image are had from, by descriptor. */
export interface ContentStore {
  /** The whole blob; `undefined` when it is not there. Unchecked. Fails over `limit` bytes. */
  read(
    descriptor: Descriptor,
    kind: 'manifest' | 'config',
    limit: number,
  ): Promise<Uint8Array | undefined>;
  /** How to read the layer; `undefined` when it is not there. */
  layer(descriptor: Descriptor): Promise<LayerBytes | undefined>;
  /** The index of what refers to a manifest; absent, or `undefined`: there is no such list. */
  referrers?(manifest: Digest, limit: number): Promise<Uint8Array | undefined>;
}

/** The blob, its digest checked; `undefined` when the store has none. */
export async function readChecked(
  store: ContentStore,
  descriptor: Descriptor,
  kind: 'manifest' | 'config',
  limits: Pick<Limits, 'manifestBytes' | 'configBytes'>,
): Promise<Uint8Array | undefined> {
  const name = kind === 'manifest' ? 'manifestBytes' : 'configBytes';
  if (descriptor.size > limits[name]) throw tooLarge(kind, descriptor.size, name, limits[name]);
  const bytes = await store.read(descriptor, kind, limits[name]);
  if (bytes === undefined) return undefined;
  const algorithm = algorithmOf(descriptor.digest);
  const actual = `${algorithm}:${hash(algorithm, bytes, 'hex')}`;
  if (actual === descriptor.digest) return bytes;
  const message = `the ${kind} ${descriptor.digest} has other content: it digests to ${actual}; the image is damaged, pull or save it again`;
  throw new FailureError(failure('sources.digest', message));
}

export function tooLarge(what: string, size: number, name: string, limit: number): FailureError {
  const message = `the ${what} has ${size} bytes, over the limit ${name} of ${limit}`;
  return new FailureError(failure('sources.limit', message));
}
