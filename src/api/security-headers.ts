/**
 * On every answer, errors too. The API's own answers are data: nothing in them may run, be framed,
 * or be guessed to be another type.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Only over TLS: browsers ignore it elsewhere, and an operator may leave TLS again. A year. */
export const TRANSPORT_SECURITY = 'max-age=31536000';
