import { FailureError } from '../base/index.ts';
import {
  type BuildMaterial,
  type Descriptor,
  type Manifest,
  materialsOf,
  parseManifest,
} from '../image/index.ts';
import type { Digest } from '../model/index.ts';
import { type StoredImages, contentOf } from './stored-image.ts';

/** BuildKit's with all it may tell has some hundred kB. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * What the provenance beside an image of an index says that its build read; nothing where there is none.
 *
 * https://docs.docker.com/build/metadata/attestations/attestation-storage/
 */
export async function buildMaterials(
  root: Digest,
  image: Digest,
  stored: StoredImages,
): Promise<readonly BuildMaterial[]> {
  if (root === image) return [];
  const index = await manifestOf(root, stored);
  if (index?.kind !== 'index') return [];
  const beside = index.manifests.find(
    ({ annotations }) =>
      annotations['vnd.docker.reference.type'] === 'attestation-manifest' &&
      annotations['vnd.docker.reference.digest'] === image,
  );
  const attestation = beside && (await manifestOf(beside.digest, stored));
  if (attestation?.kind !== 'image') return [];
  const statement = attestation.layers.find(isProvenance);
  return statement ? materialsIn(statement, stored) : [];
}

function isProvenance({ annotations }: Descriptor): boolean {
  return (
    annotations['in-toto.io/predicate-type']?.startsWith('https://slsa.dev/provenance/') === true
  );
}

async function materialsIn(
  statement: Descriptor,
  stored: StoredImages,
): Promise<readonly BuildMaterial[]> {
  const { nesting } = stored.limits;
  try {
    const bytes = await contentOf(stored).read(statement, 'config', MOST_BYTES);
    return bytes ? materialsOf(bytes, { bytes: MOST_BYTES, nesting }) : [];
  } catch (error) {
    // One that is too large is as none: the layers tell the base without it.
    if (error instanceof FailureError) return [];
    throw error;
  }
}

async function manifestOf(
  digest: Digest,
  { manifests, limits }: StoredImages,
): Promise<Manifest | undefined> {
  const found = await manifests.read(digest);
  const parsed = found && parseManifest(found.bytes, `the manifest ${digest}`, limits);
  return parsed?.ok ? parsed.value : undefined;
}
