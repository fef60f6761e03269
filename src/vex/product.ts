import type { Digest, InventoryPackage, PurlParts } from '../model/index.ts';
import { parseDigest, parseForeignPurl, parsePurl } from '../model/index.ts';
import type { VexProduct } from './statement.ts';

/** The image that statements are held against. */
export interface VexTarget {
  /** Of its manifest, its configuration, or the index that it was taken from. */
  readonly digests: readonly Digest[];
  /** `docker.io/library/alpine`; absent of what is in no registry. */
  readonly repository?: string;
  readonly tag?: string;
}

/**
 * Whether a product is the image, or a package in it. A package that is said to be affected only as a part of
 * another package is not: what lies inside which cannot be told for sure.
 */
export function isProduct(
  product: VexProduct,
  found: readonly PurlParts[],
  target: VexTarget,
): boolean {
  const { purls, digests, components } = product;
  const isImage =
    digests.some((digest) => target.digests.includes(digest)) ||
    purls.some((purl) => isTarget(purl, target));
  if (isImage) {
    return components.length === 0 || components.some((purl) => isPackage(purl, found));
  }
  return components.length === 0 && purls.some((purl) => isPackage(purl, found));
}

/** Whether a purl names an image, not a package. */
export function isImagePurl({ type }: PurlParts): boolean {
  return type === 'oci' || type === 'docker';
}

/** By digest where one is given; else by repository, and by tag where one is given. */
function isTarget(purl: PurlParts, target: VexTarget): boolean {
  if (!isImagePurl(purl)) return false;
  const { version = '', qualifiers } = purl;
  const digest = parseDigest(version);
  if (digest) return target.digests.includes(digest);
  const repository = repositoryOf(purl);
  const tag = purl.type === 'docker' ? version : (qualifiers?.['tag'] ?? '');
  return (
    repository !== undefined &&
    repository === target.repository &&
    (tag === '' || tag === target.tag)
  );
}

/** `pkg:oci` names it in a qualifier, `pkg:docker` in the namespace. */
function repositoryOf({ type, namespace, name, qualifiers }: PurlParts): string | undefined {
  const url = qualifiers?.['repository_url']?.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  if (type === 'oci') return url;
  return `${url ?? 'docker.io'}/${namespace || 'library'}/${name}`;
}

/** Whether what is said holds of a package by one of its names. */
function isPackage(said: PurlParts, names: readonly PurlParts[]): boolean {
  return names.some((found) => isNamed(said, found));
}

/** The version where one is said, and all qualifiers that are. */
function isNamed(said: PurlParts, found: PurlParts): boolean {
  if (said.type !== found.type || said.name !== found.name) return false;
  if ((said.namespace ?? '') !== (found.namespace ?? '')) return false;
  if (said.version && said.version !== found.version) return false;
  return Object.entries(said.qualifiers ?? {}).every(
    ([key, value]) => found.qualifiers?.[key] === value,
  );
}

/** The purls of a package: its own, and of a distribution's the source that it was built from. */
export function namesOf({ purl, package: { source } }: InventoryPackage): readonly PurlParts[] {
  const own = purl === undefined ? undefined : parsePurl(purl);
  if (!own || !source) return own ? [own] : [];
  const { name, version } = source;
  // Debian's and Red Hat's word for it
  const built = ['source', 'src'].map((arch) => ({
    ...own,
    name,
    version,
    qualifiers: { ...own.qualifiers, arch },
  }));
  return [own, ...built];
}

/** Digests of a table of hashes whose algorithms are written in any way: `sha-256`, `SHA-256`, `sha256`. */
export function digestsOf(
  hashes: readonly (readonly [algorithm: string, hex: unknown])[],
): Digest[] {
  return hashes.flatMap(([algorithm, hex]) => {
    if (typeof hex !== 'string') return [];
    const name = algorithm.toLowerCase().replaceAll('-', '');
    return parseDigest(`${name}:${hex.toLowerCase()}`) ?? [];
  });
}

/** The purls among texts. */
export function purlsOf(texts: readonly unknown[]): PurlParts[] {
  return texts.flatMap((text) => (typeof text === 'string' ? (parseForeignPurl(text) ?? []) : []));
}

/** Whether there is anything to recognize it by. */
export function isRecognizable({ purls, digests }: VexProduct): boolean {
  return purls.length > 0 || digests.length > 0;
}
