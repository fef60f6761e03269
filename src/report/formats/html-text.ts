import { clip, printable } from '../../base/index.ts';

/** Characters of one text: a name of 64 kB says no more than its beginning. */
const LONGEST = 300;

/** Text from images and advisories as text, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return clip(printable(text), LONGEST).replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A path of the image, with breaks where a reader would break it. */
export function pathHtml(path: string): string {
  return escapeHtml(`/${path}`).replaceAll('/', '/<wbr>');
}
