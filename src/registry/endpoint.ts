import type { Grant, RepositoryAction, RepositoryRef } from './access.ts';
import { authorize } from './authorize.ts';
import type { Exchange } from './exchange.ts';
import type { KnownRepositories } from './known-repositories.ts';
import type { RegistryPorts, RegistrySettings } from './ports.ts';
import type { PullNotes } from './pull-notes.ts';
import type { Lease } from './records.ts';
import { Refusal } from './refusal.ts';

/** What every endpoint works with. */
export interface Context {
  readonly ports: RegistryPorts;
  readonly settings: RegistrySettings;
  readonly known: KnownRepositories;
  readonly pulls: PullNotes;
}

/** The repository for reading, after the right to it; `undefined` where there is none of that name. */
export async function repositoryToPull(
  context: Context,
  exchange: Exchange,
  name: string,
): Promise<{ readonly grant: Grant; readonly repository: RepositoryRef | undefined }> {
  const grant = await permitted(context, exchange, name, 'pull');
  return { grant, repository: await context.known.named(name) };
}

/** The repository for writing, made where it is missing. */
export async function repositoryToPush(
  context: Context,
  exchange: Exchange,
  name: string,
): Promise<{ readonly grant: Grant; readonly repository: RepositoryRef }> {
  const grant = await permitted(context, exchange, name, 'push');
  const there = await context.known.named(name);
  if (there) return { grant, repository: there };
  const made = await context.ports.access.repositoryForPush(name, grant, exchange.origin);
  if (!made.ok) throw new Refusal('DENIED', made.error.message);
  return { grant, repository: made.value };
}

/** The repository for deleting in it. */
export async function repositoryToDelete(
  context: Context,
  exchange: Exchange,
  name: string,
): Promise<{ readonly grant: Grant; readonly repository: RepositoryRef }> {
  const grant = await permitted(context, exchange, name, 'delete');
  if (context.settings.deletion === 'disabled') {
    throw new Refusal('UNSUPPORTED', 'deleting is turned off in this registry');
  }
  return { grant, repository: found(await context.known.named(name), name) };
}

/** The right to do this in a repository, whether or not there is one of that name. */
function permitted(
  { ports, settings }: Context,
  exchange: Exchange,
  name: string,
  action: RepositoryAction,
): Promise<Grant> {
  return authorize(exchange, { kind: 'repository', name, action }, ports, settings);
}

export function found(repository: RepositoryRef | undefined, name: string): RepositoryRef {
  if (repository) return repository;
  throw new Refusal('NAME_UNKNOWN', `there is no repository ${name}`);
}

export function repositoryGone({ name }: Pick<RepositoryRef, 'name'>): Refusal {
  return new Refusal('NAME_UNKNOWN', `${name} was deleted while this was pushed`);
}

export function leaseOf({ ports, settings }: Context): Lease {
  return { now: new Date(ports.clock.now()), forMs: 2 * settings.limits.graceMs };
}

export function actorName({ actor }: Grant): string {
  return actor.kind === 'anonymous' ? 'anonymous' : actor.name;
}
