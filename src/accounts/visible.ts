import type { Actor } from './actor.ts';
import type { Reader } from './ports.ts';

/** For whom a list of repositories is made. */
export function readerOf(actor: Actor): Reader {
  switch (actor.kind) {
    case 'anonymous':
      return { person: undefined };
    case 'user':
      return { person: actor.userId };
    case 'robot':
      return { person: undefined, robotNamespace: actor.namespaceId };
  }
}
