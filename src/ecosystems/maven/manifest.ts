/**
 * The main section of a MANIFEST.MF as written, with the empty line that ends it; an individual
 * section that begins without that line is cut off and the line put in.
 *
 * https://docs.oracle.com/en/java/javase/17/docs/specs/jar/jar.html#jar-manifest
 */
export function mainSectionOf(text: string): string {
  let at = 0;
  while (at < text.length) {
    const line = lineAt(text, at);
    if (line.end === at) return text.slice(0, line.next);
    if (at > 0 && text.startsWith('Name:', at)) {
      return text.slice(0, at) + text.slice(line.end, line.next);
    }
    at = line.next;
  }
  return text;
}

function lineAt(text: string, start: number): { readonly end: number; readonly next: number } {
  for (let end = start; end < text.length; end += 1) {
    const char = text[end];
    if (char === '\n') return { end, next: end + 1 };
    if (char === '\r') return { end, next: end + (text[end + 1] === '\n' ? 2 : 1) };
  }
  return { end: text.length, next: text.length };
}

export interface Manifest {
  /** Of the main section, by lowercase name; the last of equal names counts. */
  readonly attributes: ReadonlyMap<string, string>;
  /** A line that is no attribute, or an attribute that must not be empty and is. */
  readonly isMalformed: boolean;
}

/** Reads the main section's attributes; a line that begins with a blank goes on with the one before. */
export function parseManifest(text: string): Manifest {
  const attributes = new Map<string, string>();
  let isMalformed = false;
  let name = '';
  let parts: string[] = [];
  const finish = () => {
    if (name !== '') attributes.set(name, parts.join('').trim());
  };
  for (const line of mainSectionOf(text).split(/\r\n|\r|\n/)) {
    if (line.startsWith(' ')) {
      parts.push(line.slice(1));
      continue;
    }
    finish();
    const colon = line.indexOf(':');
    name = colon < 0 ? '' : line.slice(0, colon).trim().toLowerCase();
    parts = [line.slice(colon + 1)];
    if (line !== '' && name === '') isMalformed = true;
  }
  finish();
  return { attributes, isMalformed: isMalformed || attributes.get('manifest-version') === '' };
}
