import type {
  Actor,
  Context,
  NamespaceFacts,
  RepositoryFacts,
  SessionRow,
  Subject,
} from '../accounts/index.ts';

/** What a handler knows of the request besides its input. */
export interface RequestContext {
  readonly actor: Actor;
  /** Of one who came with a session's cookie. */
  readonly session?: { readonly row: SessionRow; readonly secret: string };
  readonly requestId: string;
  /** Of the client, as the trusted proxies tell it. */
  readonly address: string;
  readonly userAgent: string;
  /** What the path names, and the actor may do the route's action to. */
  readonly subject: Subject;
  /** The whole address that was asked for, on the public host. */
  readonly url: string;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** Sets a cookie of ours with the answer; without a value it is taken away. */
  readonly setCookie: (name: string, value: string | undefined, maxAgeSeconds?: number) => void;
  /** Of a stream of events: what the client has seen, and the end. */
  readonly lastEventId?: string;
  readonly signal: AbortSignal;
  readonly end: AbortController;
}

/** As accounts writes want it. */
export function deedContext({ actor, requestId, address }: RequestContext): Context {
  return { actor, requestId, address };
}

/** The repository of the path: of routes whose access is `repository`. */
export function repositoryOf({ subject }: RequestContext): RepositoryFacts {
  if (subject.kind === 'repository') return subject.repository;
  throw new Error(`the route's subject is ${subject.kind}, no repository`);
}

/** The namespace of the path, or that of its repository. */
export function namespaceOf({ subject }: RequestContext): NamespaceFacts {
  if (subject.kind === 'repository' || subject.kind === 'namespace') return subject.namespace;
  throw new Error(`the route's subject is ${subject.kind}, no namespace`);
}
