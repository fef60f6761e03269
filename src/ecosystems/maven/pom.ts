/** What of a pom.xml names its artifact; `${...}` are resolved as far as the file itself tells. */
export interface Pom {
  readonly groupId?: string;
  readonly artifactId?: string;
  readonly version?: string;
  readonly licenses: readonly string[];
}

const MAX_DEPTH = 128;
const MAX_REFERENCES = 8;

/**
 * Reads a pom.xml. A reader of its own, for a few elements at fixed places: no document type, no
 * entity but XML's own five, and nothing is ever fetched. https://maven.apache.org/pom.html
 */
export function parsePom(text: string): Pom {
  const values = new Map<string, string>();
  const licenses: string[] = [];
  for (const { path, value } of leaves(text)) {
    if (path === 'project/licenses/license/name') licenses.push(value);
    else if (!values.has(path)) values.set(path, value);
  }
  const inherited = (name: string) =>
    values.get(`project/${name}`) || values.get(`project/parent/${name}`);
  const resolve = (written: string | undefined) => resolved(written, values, inherited);
  const groupId = resolve(inherited('groupId'));
  const artifactId = resolve(values.get('project/artifactId'));
  const version = resolve(inherited('version'));
  return {
    ...(groupId && { groupId }),
    ...(artifactId && { artifactId }),
    ...(version && { version }),
    licenses: licenses.filter((license) => license !== ''),
  };
}

/** `undefined` where something cannot be told from this file. */
function resolved(
  written: string | undefined,
  values: ReadonlyMap<string, string>,
  inherited: (name: string) => string | undefined,
): string | undefined {
  let text = written;
  for (let count = 0; text?.includes('${'); count += 1) {
    const [reference, name = ''] = /\$\{([^${}]{1,200})\}/.exec(text) ?? [];
    const path = name.replace(/^(?:project|pom)\./, '');
    const value =
      values.get(`project/properties/${name}`) ??
      inherited(path) ??
      values.get(`project/${path.replaceAll('.', '/')}`);
    if (reference === undefined || value === undefined || count === MAX_REFERENCES)
      return undefined;
    text = text.replace(reference, () => value);
  }
  return text !== undefined && text.length <= 1024 ? text : undefined;
}

interface Leaf {
  /** Element names from the root: `project/parent/version`. */
  readonly path: string;
  readonly value: string;
}

/** Elements with text and no children, at most four deep: what a pom's identity is made of. */
function* leaves(text: string): Generator<Leaf> {
  const open: string[] = [];
  let depth = 0;
  /** Of the element that is open and has had no child. */
  let parts: string[] | undefined;
  for (const piece of pieces(text)) {
    if (piece.kind === 'text') {
      parts?.push(piece.text);
    } else if (piece.kind === 'open') {
      depth += 1;
      if (depth > MAX_DEPTH) return;
      open.push(piece.text);
      parts = [];
    } else if (depth > 0) {
      if (parts && depth >= 2 && depth <= 4) {
        yield { path: open.join('/'), value: parts.join('').trim() };
      }
      depth -= 1;
      open.pop();
      parts = undefined;
    }
  }
}

interface Piece {
  readonly kind: 'open' | 'close' | 'text';
  /** The element's name without its namespace prefix, or text without entities. */
  readonly text: string;
}

function* pieces(text: string): Generator<Piece> {
  let at = 0;
  while (at < text.length) {
    const tag = text.indexOf('<', at);
    if (tag < 0) return;
    if (tag > at) yield { kind: 'text', text: decoded(text.slice(at, tag)) };
    const end = markupEnd(text, tag);
    if (end < 0) return;
    if (text.startsWith('<![CDATA[', tag)) {
      yield { kind: 'text', text: text.slice(tag + 9, end - 3) };
    } else if (text[tag + 1] === '/') {
      yield { kind: 'close', text: '' };
    } else if (text[tag + 1] !== '!' && text[tag + 1] !== '?') {
      const [name = ''] = /^[^\s/>]*/.exec(text.slice(tag + 1, Math.min(end, tag + 257))) ?? [];
      yield { kind: 'open', text: name.slice(name.indexOf(':') + 1) };
      if (text[end - 2] === '/') yield { kind: 'close', text: '' };
    }
    at = end;
  }
}

/** Behind the markup that begins here; -1: it never ends. */
function markupEnd(text: string, start: number): number {
  const behind = (ending: string) => {
    const found = text.indexOf(ending, start);
    return found < 0 ? -1 : found + ending.length;
  };
  if (text.startsWith('<!--', start)) return behind('-->');
  if (text.startsWith('<![CDATA[', start)) return behind(']]>');
  if (text.startsWith('<?', start)) return behind('?>');
  const end = behind('>');
  const hasSubset = text.startsWith('<!DOCTYPE', start) && text.slice(start, end).includes('[');
  return hasSubset ? behind(']>') : end;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function decoded(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
}
