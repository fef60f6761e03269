/** A value of an indented file: a scalar's text, or a mapping. Lists are left out. */
export type Indented = string | IndentedMap;
export type IndentedMap = Map<string, Indented>;

interface Open {
  readonly map: IndentedMap;
  /** Blanks before the line that opened it; -1 of the file itself. */
  readonly indent: number;
  /** Blanks before its own lines; `undefined` until the first is seen. */
  childIndent: number | undefined;
}

/**
 * Reads the part of YAML that pnpm, yarn and Dart's pub write: block mappings of scalars and of flow mappings
 * on one line. Not YAML: no anchors, aliases, tags or merge keys, whose cost has no bound; a block
 * scalar's lines are passed over. One pass, linear in the text; what it does not know it leaves out.
 */
export function parseIndented(text: string, nesting: number): IndentedMap {
  const root: IndentedMap = new Map();
  const stack: Open[] = [{ map: root, indent: -1, childIndent: undefined }];
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    const line = text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
    start = end + 1;
    readLine(line, stack, nesting);
  }
  return root;
}

function readLine(line: string, stack: Open[], nesting: number): void {
  let indent = 0;
  while (line[indent] === ' ') indent++;
  if (isPassedOver(line, indent)) return;
  const open = openAt(stack, indent);
  if (open?.childIndent !== indent) return;
  const [key, rest] = splitKey(line, indent);
  if (key === undefined) return;
  if (rest !== '') {
    open.map.set(key, rest.startsWith('{') ? parseFlow(rest) : scalar(rest));
  } else if (stack.length <= nesting) {
    const known = open.map.get(key);
    const map: IndentedMap = known instanceof Map ? known : new Map();
    open.map.set(key, map);
    stack.push({ map, indent, childIndent: undefined });
  }
}

/** Blank lines, comments, items of lists, marks between documents. */
function isPassedOver(line: string, indent: number): boolean {
  const first = line[indent];
  if (first === undefined || first === '#') return true;
  return first === '-' && (line[indent + 1] === ' ' || line.startsWith('---'));
}

/** The mapping that a line so far in belongs to: what is further in than it is closed. */
function openAt(stack: Open[], indent: number): Open | undefined {
  while (stack.length > 1 && indent <= (stack.at(-1)?.indent ?? -1)) stack.pop();
  const open = stack.at(-1);
  if (open) open.childIndent ??= indent;
  return open;
}

/** `'a:b': c` -> `a:b`, `c`. A plain key ends at a colon before a blank or the line's end. */
function splitKey(line: string, from: number): readonly [key: string | undefined, rest: string] {
  const quote = line[from];
  if (quote === '"' || quote === "'") {
    const end = endOfQuoted(line, from);
    if (end === -1 || line[end] !== ':') return [undefined, ''];
    return [scalar(line.slice(from, end)), line.slice(end + 1).trim()];
  }
  const colon = line.indexOf(': ', from);
  if (colon !== -1) return [line.slice(from, colon), line.slice(colon + 2).trim()];
  const trimmed = line.trimEnd();
  return trimmed.endsWith(':') ? [trimmed.slice(from, -1), ''] : [undefined, ''];
}

/** Index after the closing quote; -1 without one. In single quotes `''` is a quote, in double `\"`. */
function endOfQuoted(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return -1;
}

/** `{a: b, 'c': d}`, one level; a mapping inside a mapping is kept as text. */
function parseFlow(text: string): IndentedMap {
  const map: IndentedMap = new Map();
  let from = 1;
  while (from < text.length) {
    const end = endOfPair(text, from);
    const pair = text.slice(from, end).trim();
    const [key, value] = splitKey(pair, 0);
    if (key !== undefined) map.set(key, scalar(value));
    from = end + 1;
  }
  return map;
}

/** Index of the comma or brace that ends the pair. */
function endOfPair(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '"' || char === "'") {
      const end = endOfQuoted(text, at);
      if (end === -1) return text.length;
      at = end - 1;
    } else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    if (depth < 0 || (depth === 0 && char === ',')) return at;
  }
  return text.length;
}

/** Without quotes and escapes; of a plain scalar without the comment behind it. */
function scalar(text: string): string {
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const end = endOfQuoted(text, 0);
    const inner = text.slice(1, end === -1 ? text.length : end - 1);
    return quote === "'" ? inner.replaceAll("''", "'") : inner.replaceAll(/\\(["\\/])/g, '$1');
  }
  const comment = text.indexOf(' #');
  return (comment === -1 ? text : text.slice(0, comment)).trim();
}
