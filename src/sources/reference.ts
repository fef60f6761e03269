import type { Failure, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';

/** Where an image lies in a registry. */
export interface Reference {
  /** Host, and port where one is written: `docker.io`, `localhost:5000`, `[::1]:5000`. */
  readonly registry: string;
  /** `library/alpine`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

const DOCKER_HUB = 'docker.io';
const MAX_LENGTH = 255;
const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const HOST =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;

/**
 * Reads a reference as Docker does: `alpine` is `docker.io/library/alpine:latest`; the first part
 * is a registry when it holds a dot or a colon, or is `localhost`.
 *
 * https://github.com/distribution/reference
 */
export function parseReference(text: string): Result<Reference, Failure> {
  const at = text.indexOf('@');
  if (at === -1) return readName(text, text, undefined);
  const digest = parseDigest(text.slice(at + 1));
  if (digest) return readName(text.slice(0, at), text, digest);
  return bad(text, 'what follows @ is no digest (sha256: and 64 lowercase hexadecimal digits)');
}

/** `docker.io/library/alpine:latest`, all parts written. */
export function formatReference({ registry, repository, tag, digest }: Reference): string {
  return `${registry}/${repository}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}

/** `whole`: what messages quote. */
function readName(
  named: string,
  whole: string,
  digest: Digest | undefined,
): Result<Reference, Failure> {
  const colon = named.lastIndexOf(':');
  const tagAt = colon > named.lastIndexOf('/') ? colon : named.length;
  const written = named.slice(tagAt + 1);
  if (tagAt < named.length && !TAG.test(written)) {
    return bad(whole, `"${written}" is no tag (letters, digits, "_", ".", "-"; at most 128)`);
  }
  const { registry, repository } = splitRegistry(named.slice(0, tagAt));
  const problem = problemOf(registry, repository);
  if (problem !== undefined) return bad(whole, problem);
  const tag = written || (digest ? '' : 'latest');
  return ok({ registry, repository, ...(tag && { tag }), ...(digest && { digest }) });
}

function splitRegistry(name: string): Pick<Reference, 'registry' | 'repository'> {
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const isRegistry = /[.:]/.test(first) || first === 'localhost';
  const registry = isRegistry ? first.toLowerCase() : DOCKER_HUB;
  const rest = isRegistry ? name.slice(slash + 1) : name;
  const isHub = registry === DOCKER_HUB || registry === 'index.docker.io';
  return {
    registry: isHub ? DOCKER_HUB : registry,
    repository: isHub && !rest.includes('/') ? `library/${rest}` : rest,
  };
}

function problemOf(registry: string, repository: string): string | undefined {
  if (!HOST.test(registry)) return `"${registry}" is no host name`;
  if (repository.length > MAX_LENGTH)
    return `the repository is longer than ${MAX_LENGTH} characters`;
  const component = repository.split('/').find((part) => !COMPONENT.test(part));
  if (component === undefined) return undefined;
  if (component === '') return 'a part of the repository is empty';
  return /[A-Z]/.test(component)
    ? `"${component}" has upper-case letters; repositories are lower case`
    : `"${component}" is no repository name (lowercase letters and digits, parted by ".", "_" or "-")`;
}

function bad(text: string, problem: string): Result<Reference, Failure> {
  const message = `"${text}" is neither a file or folder that exists nor an image reference: ${problem}`;
  return err(failure('sources.reference', message));
}
