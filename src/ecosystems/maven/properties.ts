const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f' };

/**
 * Reads a Java properties file: the last of equal keys counts.
 *
 * https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html#load-java.io.Reader-
 */
export function parseProperties(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  let carried = '';
  for (const written of text.split(/\r\n|\r|\n/)) {
    const line = carried + written.replace(/^[ \t\f]+/, '');
    carried = '';
    if (line === '' || line.startsWith('#') || line.startsWith('!')) continue;
    if (isContinued(line)) {
      carried = line.slice(0, -1);
      continue;
    }
    const end = keyEnd(line);
    const value = line.slice(end).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '');
    properties.set(unescape(line.slice(0, end)), unescape(value).trimEnd());
  }
  return properties;
}

/** An odd number of backslashes at the end. */
function isContinued(line: string): boolean {
  let count = 0;
  while (line.at(-1 - count) === '\\') count += 1;
  return count % 2 === 1;
}

function keyEnd(line: string): number {
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (' \t\f=:'.includes(line[at] ?? '')) return at;
  }
  return line.length;
}

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/g, (_, hex?: string, char?: string) =>
    hex === undefined
      ? (ESCAPES[char ?? ''] ?? char ?? '')
      : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
