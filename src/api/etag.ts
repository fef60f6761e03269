import { createHash } from 'node:crypto';
import { ProblemError } from './problem.ts';

/** A strong ETag of a body. Same bytes, same tag, in every process. */
export function etagOf(body: string | Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** Whether If-None-Match names the tag, so that 304 says it all. https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch !== undefined && namesTag(ifNoneMatch, etag, 'weak');
}

/** Refuses a write over something newer than what the client has read (section 13.1.1). */
export function requireMatch(ifMatch: string | undefined, etag: string): void {
  if (ifMatch !== undefined && !namesTag(ifMatch, etag, 'strong')) {
    throw new ProblemError('resource.changed', `it is now ${etag}, not ${ifMatch.slice(0, 200)}`);
  }
}

function namesTag(header: string, etag: string, comparison: 'weak' | 'strong'): boolean {
  if (header.trim() === '*') return true;
  return header
    .split(',')
    .map((one) => one.trim())
    .some((one) => one === etag || (comparison === 'weak' && one === `W/${etag}`));
}
