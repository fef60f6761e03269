import { printable } from '../../base/index.ts';

/** What paths of results are relative to. */
export const IMAGE_ROOT = 'IMAGE_ROOT';

/** A relative reference: each segment escaped, so that no `:`, `?` or `#` of a name means anything. */
export function uriOf(path: string): string {
  return path
    .toWellFormed()
    .replaceAll('!/', '/')
    .split('/')
    .filter((segment) => segment !== '')
    .map(encodeURIComponent)
    .join('/');
}

/** SARIF's plain text has links, `[text](target)`, and none is meant here. */
export function inert(text: string): string {
  return printable(text).replace(/[\\[\]]/g, String.raw`\$&`);
}
