import { type JsonLimits, arrayOf, parseJson, recordOf, stringOf } from '../base/index.ts';
import { type Digest, parseDigest } from '../model/index.ts';

/** An image that a build read: its base, that of another stage, or one that only helped. */
export interface BuildMaterial {
  /** As a Dockerfile names it, without tag: `node`, `ghcr.io/acme/base`. */
  readonly name: string;
  readonly digest: Digest;
}

/** Builds read some dozens. */
const MOST_MATERIALS = 1_000;

/**
 * The images that a provenance statement says a build read; none of what is no such statement. No signature is
 * checked: it is its writer's word.
 *
 * https://slsa.dev/spec/v0.2/provenance
 * https://slsa.dev/spec/v1.0/provenance
 */
export function materialsOf(bytes: Uint8Array, limits: JsonLimits): readonly BuildMaterial[] {
  const json = parseJson(bytes, limits);
  const statement = recordOf(json.ok ? json.value : undefined);
  const predicate = recordOf(statement['predicate']);
  const later = recordOf(predicate['buildDefinition'])['resolvedDependencies'];
  return [...arrayOf(predicate['materials']), ...arrayOf(later)]
    .slice(0, MOST_MATERIALS)
    .flatMap(materialOf);
}

function materialOf(value: unknown): BuildMaterial[] {
  const { uri, digest: digests } = recordOf(value);
  const name = /^pkg:docker\/([^@?#]+)/.exec(stringOf(uri) ?? '')?.[1];
  const digest = parseDigest(`sha256:${stringOf(recordOf(digests)['sha256']) ?? ''}`);
  if (name === undefined || digest === undefined) return [];
  return [{ name: name.replaceAll(/%2f/gi, '/').replaceAll(/%3a/gi, ':'), digest }];
}
