import { createHash } from 'node:crypto';

/** A UUID (version 8, RFC 9562) of what a document is about: equal content, equal id. */
export function documentId(about: readonly unknown[]): string {
  const hex = createHash('sha256').update(JSON.stringify(about)).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
