import { hash } from 'node:crypto';
import type { Limits } from '../../base/index.ts';
import { failure, FailureError } from '../../base/index.ts';
import type { Descriptor } from '../../image/index.ts';
import type { Digest } from '../../model/index.ts';
import { algorithmOf, parseDigest } from '../../model/index.ts';
import type { ContentStore } from '../content.ts';
import type { ManifestSource } from '../manifest-image.ts';
import type { Reference } from '../reference.ts';
import { formatReference } from '../reference.ts';
import { RegistryClient } from './client.ts';
import { credentialsFor } from './credentials.ts';
import type { RegistryOptions } from './options.ts';

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** An image in a registry: its manifest is fetched, its layers as they are asked for. */
export async function registrySource(
  text: string,
  reference: Reference,
  options: RegistryOptions,
  limits: Limits,
): Promise<ManifestSource> {
  const credentials = await credentialsFor(reference.registry, options);
  const client = new RegistryClient(reference, credentials, options);
  try {
    const name = reference.digest ?? reference.tag ?? 'latest';
    const whole = await client.whole(`manifests/${name}`, ACCEPT, limits.manifestBytes);
    if (whole === undefined) {
      const message = `there is no image ${formatReference(reference)}: the registry knows no such tag or repository`;
      throw new FailureError(failure('sources.registry.absent', message));
    }
    const root = rootOf(whole.bytes, reference, whole.headers['content-type'] ?? '');
    const store = registryStore(client, root, whole.bytes);
    return {
      reference: text,
      kind: 'registry',
      store,
      roots: [root],
      close: () => Promise.resolve(client.close()),
    };
  } catch (error) {
    client.close();
    throw error;
  }
}

/** By a tag, the digest is what the bytes digest to; by a digest, it is checked when walked. */
function rootOf(bytes: Uint8Array, { digest }: Reference, mediaType: string): Descriptor {
  const algorithm = digest === undefined ? 'sha256' : algorithmOf(digest);
  const actual = parseDigest(`${algorithm}:${hash(algorithm, bytes, 'hex')}`);
  if (actual === undefined) throw new Error(`${algorithm} gave no digest`);
  return {
    mediaType: mediaType.replace(/;.*$/, ''),
    digest: digest ?? actual,
    size: bytes.length,
    annotations: {},
    urls: [],
  };
}

function registryStore(
  client: RegistryClient,
  root: Descriptor,
  rootBytes: Uint8Array,
): ContentStore {
  return {
    async read(descriptor, kind, limit) {
      if (descriptor.digest === root.digest) return rootBytes;
      const path = kind === 'manifest' ? `manifests/${descriptor.digest}` : blobOf(descriptor);
      const whole = await client.whole(path, kind === 'manifest' ? ACCEPT : '*/*', limit);
      return whole?.bytes;
    },
    async referrers(manifest, limit) {
      const [index = ''] = ACCEPT.split(',');
      return (await client.whole(`referrers/${manifest}`, index, limit))?.bytes;
    },
    async layer(descriptor) {
      const path = blobOf(descriptor);
      const isForeign = descriptor.urls.length > 0;
      if (isForeign && !(await client.has(path))) return undefined;
      const open = (): Promise<AsyncIterable<Uint8Array>> =>
        Promise.resolve(client.blob(path, descriptor.size));
      return { kind: 'stream', open };
    },
  };
}

function blobOf({ digest }: { readonly digest: Digest }): string {
  return `blobs/${digest}`;
}
