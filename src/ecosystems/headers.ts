/** Chars of a metadata file that are looked at: its fields; a description follows them. */
const HEAD_CHARS = 1 << 20;

/**
 * The header fields of a metadata file (as in mail, RFC 5322), by lowercase name, in order; up to
 * the first blank line, behind which the description begins. Linear in the text.
 */
export function parseHeaders(text: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const written of text.slice(0, HEAD_CHARS).split('\n')) {
    const line = written.endsWith('\r') ? written.slice(0, -1) : written;
    if (line === '') {
      if (fields.size > 0) break;
      continue;
    }
    if (line.startsWith(' ') || line.startsWith('\t')) {
      last?.push(`${last.pop() ?? ''}\n${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).toLowerCase();
    last = fields.get(name) ?? [];
    last.push(line.slice(colon + 1).trim());
    fields.set(name, last);
  }
  return fields;
}
