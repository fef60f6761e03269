/**
 * The fields `wanted` (lowercase) of every stanza of a control file, by lowercase name: first lines
 * only, as continuation lines carry descriptions and file lists. A repeated field counts once, last.
 *
 * https://manpages.debian.org/testing/dpkg-dev/deb822.5.en.html
 */
export function* readStanzas(
  text: string,
  wanted: ReadonlySet<string>,
): Generator<ReadonlyMap<string, string>> {
  let fields = new Map<string, string>();
  for (const line of linesOf(text)) {
    if (line.trim() === '') {
      if (fields.size > 0) yield fields;
      fields = new Map();
      continue;
    }
    if (line.startsWith(' ') || line.startsWith('\t')) continue;
    const colon = line.indexOf(':');
    if (colon === -1 || colon > LONGEST_NAME) continue;
    const name = line.slice(0, colon).toLowerCase();
    if (wanted.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  if (fields.size > 0) yield fields;
}

/** Longer than any field name that is asked for. */
const LONGEST_NAME = 64;

/** Lines without their ends (LF or CRLF), one at a time: a database has hundreds of thousands. */
export function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    yield text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end);
    start = end + 1;
  }
}
