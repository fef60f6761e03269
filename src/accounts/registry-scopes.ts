import { checkRepositoryName } from './names.ts';
import type { RegistryAction, RequestedScope } from './registry-access.ts';

/** What a token grants on one thing: the shape of Docker's `access` claim. */
export interface AccessEntry {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

/** Clients ask for two or three; the rest of a longer list is left out, as what may not be is. */
const MOST_SCOPES = 32;
const SCOPE_LENGTH = 512;

/**
 * The scopes of a token request, each value of which may hold several with spaces between:
 * `repository:namespace/name:pull,push`. What is no scope is left out: less is never an error.
 * https://distribution.github.io/distribution/spec/auth/scope/
 */
export function parseScopes(values: readonly string[]): readonly RequestedScope[] {
  const actionsOf = new Map<string, RequestedScope & { readonly actions: string[] }>();
  const texts = values.flatMap((value) => value.slice(0, MOST_SCOPES * SCOPE_LENGTH).split(' '));
  for (const text of texts.slice(0, MOST_SCOPES)) {
    const first = text.indexOf(':');
    // A name may hold a colon of its own, after a host.
    const last = text.lastIndexOf(':');
    if (first <= 0 || last <= first || text.length > SCOPE_LENGTH) continue;
    // `repository(plugin)` is a class that old clients send.
    const type = text.slice(0, first).replace(/\([a-z]*\)$/, '');
    const name = text.slice(first + 1, last);
    const key = `${type}:${name}`;
    const known = actionsOf.get(key) ?? { type, name, actions: [] };
    for (const action of text
      .slice(last + 1)
      .split(',')
      .slice(0, MOST_SCOPES)) {
      if (!known.actions.includes(action)) known.actions.push(action);
    }
    actionsOf.set(key, known);
  }
  return [...actionsOf.values()];
}

/** As the answer to a POST and our logs write it. */
export function formatScope(access: readonly AccessEntry[]): string {
  return access.map(({ type, name, actions }) => `${type}:${name}:${actions.join(',')}`).join(' ');
}

/** The repositories asked for, each with the actions that we know. A name that is none gets nothing. */
export function repositoryScopes(
  scopes: readonly RequestedScope[],
): readonly { readonly name: string; readonly actions: readonly RegistryAction[] }[] {
  return scopes
    .filter(({ type, name }) => type === 'repository' && checkRepositoryName(name).ok)
    .map(({ name, actions }) => ({ name, actions: knownActions(actions) }));
}

const ALL: readonly RegistryAction[] = ['pull', 'push', 'delete'];

function knownActions(actions: readonly string[]): readonly RegistryAction[] {
  if (actions.includes('*')) return ALL;
  return ALL.filter((action) => actions.includes(action));
}

/** `registry:catalog:*`: whoever asks lists what he may pull. */
export function asksForCatalog(scopes: readonly RequestedScope[]): boolean {
  return scopes.some(({ type, name }) => type === 'registry' && name === 'catalog');
}
