import type { Failure, Limits, Result } from '../../base/index.ts';
import { err, failure, FailureError, failureOf, ok } from '../../base/index.ts';
import type { Digest } from '../../model/index.ts';
import type { Reference } from '../reference.ts';
import { formatReference } from '../reference.ts';
import { RegistryClient } from './client.ts';
import { credentialsFor } from './credentials.ts';
import type { RegistryOptions } from './options.ts';

/** An OCI artifact in a registry, for those who know what its blobs are. Nothing is verified here. */
export interface Artifact {
  manifest(): Promise<Result<Uint8Array, Failure>>;
  /** `size`: as its descriptor states, in bytes; a longer or shorter answer fails. */
  blob(digest: Digest, size: number): Promise<Result<Uint8Array, Failure>>;
  close(): void;
}

const ACCEPT = 'application/vnd.oci.image.manifest.v1+json';

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull */
export async function openArtifact(
  reference: Reference,
  options: RegistryOptions,
  limits: Limits,
): Promise<Result<Artifact, Failure>> {
  try {
    const credentials = await credentialsFor(reference.registry, options);
    const client = new RegistryClient(reference, credentials, options);
    return ok(artifactOf(client, reference, limits));
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure);
    throw error;
  }
}

function artifactOf(client: RegistryClient, reference: Reference, limits: Limits): Artifact {
  const whole = async (
    path: string,
    accept: string,
    limit: number,
  ): Promise<Result<Uint8Array, Failure>> => {
    try {
      const found = await client.whole(path, accept, limit);
      const name = formatReference(reference);
      return found
        ? ok(found.bytes)
        : err(failure('sources.registry.absent', `the registry has no ${path} of ${name}`));
    } catch (error) {
      return err(failureOf(error, 'sources.registry.failed'));
    }
  };
  const name = reference.digest ?? reference.tag ?? 'latest';
  return {
    manifest: () => whole(`manifests/${name}`, ACCEPT, limits.manifestBytes),
    blob: (digest, size) => whole(`blobs/${digest}`, '*/*', size),
    close: () => client.close(),
  };
}
