import { createHash, timingSafeEqual } from 'node:crypto';
import { ProblemError } from './problem.ts';

/** Any method that may change something; the others never do. */
export function isWrite(method: string): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

/** Told to the page that holds the session, and not to be made without the session's secret. */
export function csrfTokenOf(sessionSecret: string): string {
  return createHash('sha256').update(`csrf\n${sessionSecret}`).digest('base64url');
}

export interface CrossSiteSigns {
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`, https://www.w3.org/TR/fetch-metadata/ */
  readonly fetchSite: string | undefined;
  readonly host: string | undefined;
  /** `https://registry.example.com`, as configured. */
  readonly publicOrigin: string;
}

/** Whether a browser says that another site made the request. Programs say nothing, and pass. */
export function isCrossSite(signs: CrossSiteSigns): boolean {
  const { origin, fetchSite, host, publicOrigin } = signs;
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') return true;
  if (origin === undefined || origin === publicOrigin) return false;
  return hostOf(origin) === undefined || hostOf(origin) !== host;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** A write with a session's cookie needs the token that only our own pages can read. */
export function requireCsrfToken(sessionSecret: string, sent: string | undefined): void {
  const expected = Buffer.from(csrfTokenOf(sessionSecret));
  const given = Buffer.from(sent ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new ProblemError('csrf.refused', 'X-Drydock-Csrf does not carry the session’s token');
  }
}
