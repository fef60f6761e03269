import type { Limits } from '../base/index.ts';
import { failureOf } from '../base/index.ts';
import type { AttachedSboms, Descriptor } from '../image/index.ts';
import { mediaKindOf, parseManifest } from '../image/index.ts';
import type { Diagnostic, Digest } from '../model/index.ts';
import type { ContentStore } from './content.ts';
import { readChecked } from './content.ts';

/** Of one image: some builders attach one for each stage. */
const MOST_DOCUMENTS = 20;
/** BuildKit's of an image of 1,500 packages, with its files, has some 10 MB. */
const MOST_BYTES = 64 * 1024 * 1024;

type Attaching = Pick<AttachedSboms['documents'][number], 'place'> & {
  readonly descriptor: Descriptor;
};

/**
 * Bills of materials beside an image: in the attestation manifests of its index, as BuildKit makes them, and in
 * artifacts that refer to it. One that cannot be read is told of; what it states is nobody's word but its writer's,
 * and no signature is checked.
 *
 * https://docs.docker.com/build/metadata/attestations/attestation-storage/
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
 */
export async function attachedSboms(
  store: ContentStore,
  roots: readonly Descriptor[],
  image: Digest,
  limits: Limits,
): Promise<AttachedSboms> {
  const documents: AttachedSboms['documents'][number][] = [];
  const diagnostics: Diagnostic[] = [];
  for await (const { place, descriptor } of attaching(store, roots, image, limits, diagnostics)) {
    if (documents.length === MOST_DOCUMENTS) {
      diagnostics.push(unread(place, `it is beyond the ${MOST_DOCUMENTS} that are read`));
      break;
    }
    try {
      const bytes = await readChecked(store, descriptor, 'config', {
        ...limits,
        configBytes: MOST_BYTES,
      });
      if (bytes) documents.push({ place, bytes });
      else diagnostics.push(unread(place, 'it is not there'));
    } catch (error) {
      diagnostics.push(unread(place, failureOf(error, 'sources.sbom.unread').message));
    }
  }
  return { documents, diagnostics };
}

async function* attaching(
  store: ContentStore,
  roots: readonly Descriptor[],
  image: Digest,
  limits: Limits,
  diagnostics: Diagnostic[],
): AsyncGenerator<Attaching> {
  const beside = await besideImage(store, roots, image, limits, diagnostics);
  for (const { kind, descriptor } of beside) {
    const place = `${kind} ${descriptor.digest}`;
    const layers = await layersOf(store, descriptor, limits, diagnostics, place);
    for (const layer of layers.filter(isSbom)) yield { place, descriptor: layer };
  }
}

interface Beside {
  readonly kind: 'attestation' | 'referrer';
  readonly descriptor: Descriptor;
}

async function besideImage(
  store: ContentStore,
  roots: readonly Descriptor[],
  image: Digest,
  limits: Limits,
  diagnostics: Diagnostic[],
): Promise<readonly Beside[]> {
  const found = new Map<Digest, Beside>();
  const listed: Descriptor[] = [...roots];
  for (const root of roots.filter(({ mediaType }) => mediaKindOf(mediaType) === 'index')) {
    listed.push(...(await manifestsOf(store, root, limits, diagnostics)));
  }
  for (const descriptor of listed) {
    const isOfImage = descriptor.annotations['vnd.docker.reference.digest'] === image;
    if (isOfImage) found.set(descriptor.digest, { kind: 'attestation', descriptor });
  }
  for (const descriptor of await referrersOf(store, image, limits, diagnostics)) {
    const { artifactType = '' } = descriptor;
    if (SBOM_TYPE.test(artifactType))
      found.set(descriptor.digest, { kind: 'referrer', descriptor });
  }
  return [...found.values()];
}

/** Of artifacts and their layers. */
const SBOM_TYPE = /(?:spdx|cyclonedx|in-toto|syft)/i;

function isSbom({ mediaType, annotations }: Descriptor): boolean {
  const predicate = annotations['in-toto.io/predicate-type'];
  return SBOM_TYPE.test(mediaType) && (predicate === undefined || SBOM_TYPE.test(predicate));
}

async function manifestsOf(
  store: ContentStore,
  index: Descriptor,
  limits: Limits,
  diagnostics: Diagnostic[],
): Promise<readonly Descriptor[]> {
  const manifest = await manifestOf(store, index, limits, diagnostics, `index ${index.digest}`);
  return manifest?.kind === 'index' ? manifest.manifests : [];
}

async function layersOf(
  store: ContentStore,
  descriptor: Descriptor,
  limits: Limits,
  diagnostics: Diagnostic[],
  place: string,
): Promise<readonly Descriptor[]> {
  const manifest = await manifestOf(store, descriptor, limits, diagnostics, place);
  return manifest?.kind === 'image' ? manifest.layers : [];
}

async function manifestOf(
  store: ContentStore,
  descriptor: Descriptor,
  limits: Limits,
  diagnostics: Diagnostic[],
  place: string,
) {
  try {
    const bytes = await readChecked(store, descriptor, 'manifest', limits);
    const parsed = bytes && parseManifest(bytes, place, limits, descriptor.mediaType);
    if (parsed?.ok) return parsed.value;
    diagnostics.push(unread(place, parsed ? parsed.error.message : 'it is not there'));
  } catch (error) {
    diagnostics.push(unread(place, failureOf(error, 'sources.sbom.unread').message));
  }
  return undefined;
}

/** A registry of before the referrers API knows none. */
async function referrersOf(
  store: ContentStore,
  image: Digest,
  limits: Limits,
  diagnostics: Diagnostic[],
): Promise<readonly Descriptor[]> {
  const place = `referrers of ${image}`;
  try {
    const bytes = await store.referrers?.(image, limits.manifestBytes);
    const parsed = bytes && parseManifest(bytes, place, limits);
    if (parsed?.ok === false) diagnostics.push(unread(place, parsed.error.message));
    return parsed?.ok && parsed.value.kind === 'index' ? parsed.value.manifests : [];
  } catch (error) {
    diagnostics.push(unread(place, failureOf(error, 'sources.sbom.unread').message));
    return [];
  }
}

function unread(place: string, why: string): Diagnostic {
  const message = `a bill of materials that is attached to the image was not compared: ${place}: ${why}`;
  return { code: 'sources.sbom.unread', severity: 'warning', message };
}
