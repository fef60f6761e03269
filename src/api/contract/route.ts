import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may, as an action of the policies in accounts. What it is done to is in the path, and is
 * looked up and judged before a handler runs: no route can forget to ask.
 */
export type Access =
  /** Before or without sign-in; `because` says why that is right. */
  | { readonly kind: 'open'; readonly because: string }
  /** One's own account, and lists of what one may see. */
  | { readonly kind: 'self'; readonly action: string }
  /** `{namespace}` of the path. */
  | { readonly kind: 'namespace'; readonly action: string }
  /** `{namespace}/{repository}` of the path. */
  | { readonly kind: 'repository'; readonly action: string }
  /** The whole server. */
  | { readonly kind: 'instance'; readonly action: string };

export type Answer =
  | {
      readonly kind: 'json';
      readonly status: 200 | 201 | 202;
      readonly schema: z.ZodType;
      /** Carries a secret that is shown only this once. */
      readonly hasSecret?: true;
    }
  | { readonly kind: 'empty'; readonly status: 204 }
  | { readonly kind: 'events'; readonly schema: z.ZodType }
  | { readonly kind: 'file'; readonly mediaTypes: readonly string[] }
  /** Named by their digest: they never change. */
  | { readonly kind: 'bytes' }
  | { readonly kind: 'redirect' };

/** One operation: what OpenAPI, the client, the matrix of permissions and the server are made from. */
export interface Route {
  /** The client's function, and OpenAPI's operationId. */
  readonly id: string;
  readonly method: Method;
  /** Below `/api/v1`. `{name}` is a parameter; a slash in a value is written `%2F`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly answer: Answer;
  /** Besides those that every such route has: see `errorsOf`. */
  readonly errors?: readonly ErrorCode[];
  /** Largest body, in bytes, where it is not `BODY_BYTES`. */
  readonly bodyBytes?: number;
  /** The body is not JSON, and the handler reads it as it comes. */
  readonly rawBody?: readonly string[];
}

/** Routes of one area: a tag of OpenAPI, and a file of handlers. */
export interface Area {
  readonly name: string;
  readonly summary: string;
  readonly routes: readonly Route[];
}

export const PREFIX = '/api/v1';

/** JSON of a person's making: a README is the longest. */
export const BODY_BYTES: number = 256 * 1024;

/** Every code that a route may answer with, in a stable order. */
export function errorsOf(route: Route): readonly ErrorCode[] {
  const hasInput = route.params ?? route.query ?? route.body;
  return [
    ...(hasInput ? (['request.invalid'] as const) : []),
    ...(route.body || route.rawBody
      ? ([
          'request.malformed',
          'request.too-large',
          'request.media-type-unsupported',
          'idempotency.in-progress',
          'idempotency.reused',
        ] as const)
      : []),
    ...(route.query && 'after' in route.query.shape ? (['request.cursor-invalid'] as const) : []),
    ...ACCESS_ERRORS[route.access.kind],
    ...(route.method !== 'GET' ? (['csrf.refused'] as const) : []),
    ...(route.answer.kind === 'events' ? (['events.too-many'] as const) : []),
    ...(route.errors ?? []),
    'server.failed',
    'server.unavailable',
  ];
}

const JUDGED = [
  'sign-in.required',
  'permission.denied',
  'token.scope-missing',
  'plan.required',
  'resource.missing',
] as const;

const ACCESS_ERRORS: Readonly<Record<Access['kind'], readonly ErrorCode[]>> = {
  open: [],
  self: ['sign-in.required', 'token.scope-missing'],
  namespace: JUDGED,
  repository: JUDGED,
  instance: ['sign-in.required', 'permission.denied', 'token.scope-missing', 'resource.missing'],
};
