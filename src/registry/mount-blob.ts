import type { Digest } from '../model/index.ts';
import type { Grant, RepositoryRef } from './access.ts';
import { challenge, scopeOf } from './authorize.ts';
import type { Context } from './endpoint.ts';
import { leaseOf } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { isRepositoryName } from './route.ts';

/** Repositories looked at for a blob that is mounted from nowhere in particular. */
const SOURCES = 100;

interface Wanted {
  readonly grant: Grant;
  readonly repository: RepositoryRef;
  readonly digest: Digest;
}

/**
 * Whether the blob is in the repository now. A source that the actor may not pull is like one without the
 * blob. Where the actor may, and only the token says nothing of it, the client is told which token to
 * get: one that was had for a single repository opens no other.
 */
export async function mountBlob(
  context: Context,
  exchange: Exchange,
  wanted: Wanted,
): Promise<boolean> {
  const { ports, settings } = context;
  const { grant, repository, digest } = wanted;
  const holding = await sources(context, exchange.query.get('from') ?? '', digest);
  for (const { id, name } of holding) {
    if (!grant.allows(name, 'pull')) continue;
    const size = await ports.records.mountBlob(id, repository.id, digest, leaseOf(context));
    if (size !== undefined) return true;
  }
  const source = await ports.access.firstPullable(
    grant,
    holding.filter(({ name }) => !grant.allows(name, 'pull')),
  );
  if (!source) return false;
  const scopes = [scopeOf(repository.name, 'push'), scopeOf(source.name, 'pull')];
  throw challenge(exchange, scopes, 'insufficient_scope', { ...ports, ...settings });
}

/** Repositories that hold the blob: the one that is named, or any. */
async function sources(
  context: Context,
  from: string,
  digest: Digest,
): Promise<readonly RepositoryRef[]> {
  const { records } = context.ports;
  if (from === '') return await records.repositoriesHolding(digest, SOURCES);
  const source = isRepositoryName(from) ? await context.known.named(from) : undefined;
  const size = source && (await records.blobIn(source.id, digest, leaseOf(context)));
  return source && size !== undefined ? [source] : [];
}
