/**
 * The one table of what the API answers when it does not do what was asked: code, status, and a
 * sentence for people. docs/reference/api-errors.md and the page `/docs/errors` are made from it.
 */
export interface ErrorRow {
  readonly status: number;
  /** The same words for every occurrence; the occurrence's own are the problem's `detail`. */
  readonly title: string;
  /** What to do about it. */
  readonly advice: string;
}

export type ErrorCode =
  | 'request.invalid'
  | 'request.malformed'
  | 'request.cursor-invalid'
  | 'request.route-unknown'
  | 'request.method-not-allowed'
  | 'request.too-large'
  | 'request.media-type-unsupported'
  | 'request.timeout'
  | 'request.too-many'
  | 'sign-in.required'
  | 'sign-in.wrong'
  | 'sign-in.code-required'
  | 'sign-in.too-many'
  | 'csrf.refused'
  | 'resource.missing'
  | 'permission.denied'
  | 'token.scope-missing'
  | 'deletion.disabled'
  | 'plan.required'
  | 'resource.taken'
  | 'resource.conflict'
  | 'resource.changed'
  | 'quota.reached'
  | 'idempotency.in-progress'
  | 'idempotency.reused'
  | 'idempotency.secret-not-kept'
  | 'analysis.unavailable'
  | 'server.failed'
  | 'server.unavailable'
  | 'server.feature-off'
  | 'events.too-many';

type Rows = Readonly<Record<ErrorCode, ErrorRow>>;

const row = (status: number, title: string, advice: string): ErrorRow => ({
  status,
  title,
  advice,
});

export const ERRORS: Rows = {
  'request.invalid': row(
    400,
    'The request is not valid',
    'Correct the fields that `errors` names; a field that is not in the API’s description is refused.',
  ),
  'request.malformed': row(400, 'The request cannot be read', 'Send well-formed JSON in UTF-8.'),
  'request.cursor-invalid': row(
    400,
    'The cursor is not one of this list',
    'Take `after` from the `next` of an answer of the same list, or leave it out.',
  ),
  'request.route-unknown': row(404, 'There is no such route', 'See /api/v1/openapi.json.'),
  'request.method-not-allowed': row(405, 'The route has no such method', 'See the Allow header.'),
  'request.too-large': row(413, 'The body is too large', 'Send less; `detail` names the limit.'),
  'request.media-type-unsupported': row(
    415,
    'The body’s media type is not read here',
    'Send application/json.',
  ),
  'request.timeout': row(408, 'The request took too long to arrive', 'Send it again.'),
  'request.too-many': row(429, 'Too many requests', 'Wait as long as Retry-After says.'),

  'sign-in.required': row(
    401,
    'Sign-in is needed',
    'Sign in, or send `Authorization: Bearer` with an access token.',
  ),
  'sign-in.wrong': row(
    401,
    'Name, password or code is wrong',
    'Try again; after several tries wait as long as Retry-After says.',
  ),
  'sign-in.code-required': row(
    401,
    'A one-time code is needed',
    'Send `code` from the authenticator application, or a recovery code.',
  ),
  'sign-in.too-many': row(429, 'Too many tries to sign in', 'Wait as long as Retry-After says.'),
  'csrf.refused': row(
    403,
    'The request does not come from this site',
    'Send the session’s csrfToken in X-Drydock-Csrf, from the same origin.',
  ),

  'resource.missing': row(
    404,
    'There is no such thing, or it is not yours to see',
    'Look at the spelling; ask an owner for access.',
  ),
  'permission.denied': row(
    403,
    'This needs a right that you do not have',
    'Ask an owner of the namespace.',
  ),
  'token.scope-missing': row(
    403,
    'The access token does not carry the scope that this needs',
    'Make a token with the scope that `detail` names.',
  ),
  'deletion.disabled': row(
    403,
    'Deletion is switched off on this server',
    'Ask the operator: DRYDOCK_DELETION decides.',
  ),
  'plan.required': row(
    402,
    'The namespace’s plan does not include this',
    'An administrator of the instance can change the plan; `plans` lists those that include it.',
  ),

  'resource.taken': row(409, 'The name is taken', 'Choose another name.'),
  'resource.conflict': row(
    409,
    'What is there does not allow it',
    'Look at what is there, then try again; `detail` says what is in the way.',
  ),
  'resource.changed': row(
    412,
    'It was changed in between',
    'Read it again, and send the new ETag in If-Match.',
  ),
  'quota.reached': row(
    409,
    'A limit of the namespace is reached',
    'Delete something, or ask an administrator for a larger limit.',
  ),
  'idempotency.in-progress': row(
    409,
    'The same request is being worked on',
    'Wait a second and send it again.',
  ),
  'idempotency.reused': row(
    422,
    'The Idempotency-Key was used for another request',
    'Use a new key for each thing to do.',
  ),
  'idempotency.secret-not-kept': row(
    409,
    'It was done already, and its secret is shown only once',
    'Revoke it and make another, with a new Idempotency-Key.',
  ),
  'analysis.unavailable': row(
    409,
    'There is no result of an analysis',
    '`detail` says which state it is in; activate the analysis, or wait for it.',
  ),

  'server.failed': row(
    500,
    'Something broke on the server',
    'Give the request id to the operator: it is in the log.',
  ),
  'server.unavailable': row(503, 'The server cannot answer now', 'Try again in a few seconds.'),
  'server.feature-off': row(
    501,
    'This is switched off on this server',
    'Ask the operator to configure it.',
  ),
  'events.too-many': row(
    503,
    'Too many listeners to events',
    'Close other pages, or try again as Retry-After says.',
  ),
};

export function errorRow(code: ErrorCode): ErrorRow {
  return ERRORS[code];
}
