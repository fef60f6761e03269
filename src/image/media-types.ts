/** What a descriptor's media type says that its bytes are. */
export type MediaKind =
  | 'index'
  | 'manifest'
  /** Docker's manifest of before 2016: names no config. */
  | 'schema1'
  | 'config'
  | 'layer'
  /** A layer that registries do not store; it may still be there. */
  | 'foreign-layer'
  /** An artifact's: a chart, a signature, an attestation. */
  | 'other';

const OCI = 'application/vnd.oci.image.';
const DOCKER = 'application/vnd.docker.';

/**
 * https://github.com/opencontainers/image-spec/blob/main/media-types.md and
 * https://distribution.github.io/distribution/spec/manifest-v2-2/#media-types
 */
const KINDS: Readonly<Record<string, MediaKind>> = {
  [`${OCI}index.v1+json`]: 'index',
  [`${OCI}manifest.v1+json`]: 'manifest',
  [`${OCI}config.v1+json`]: 'config',
  [`${DOCKER}distribution.manifest.list.v2+json`]: 'index',
  [`${DOCKER}distribution.manifest.v2+json`]: 'manifest',
  [`${DOCKER}distribution.manifest.v1+json`]: 'schema1',
  [`${DOCKER}distribution.manifest.v1+prettyjws`]: 'schema1',
  [`${DOCKER}container.image.v1+json`]: 'config',
};

/** Compression is not told from it: the bytes say that themselves. */
export function mediaKindOf(mediaType: string): MediaKind {
  const [type = ''] = mediaType.split(';', 1);
  if (Object.hasOwn(KINDS, type)) return KINDS[type] ?? 'other';
  if (type.startsWith(`${OCI}layer.nondistributable.`)) return 'foreign-layer';
  if (type.startsWith(`${DOCKER}image.rootfs.foreign.diff.tar`)) return 'foreign-layer';
  const isLayer =
    type.startsWith(`${OCI}layer.v1.tar`) || type.startsWith(`${DOCKER}image.rootfs.diff.tar`);
  return isLayer ? 'layer' : 'other';
}
