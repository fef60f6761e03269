import type { Token, Tokens } from 'marked';
import { Lexer } from 'marked';

/** What Markdown says, as data: there is no node for HTML. */
export type MarkdownNode =
  | { readonly kind: 'text' | 'code' | 'block'; readonly text: string }
  | { readonly kind: 'heading'; readonly level: number; readonly inside: readonly MarkdownNode[] }
  | {
      readonly kind: 'paragraph' | 'strong' | 'emphasis' | 'deleted' | 'quote';
      readonly inside: readonly MarkdownNode[];
    }
  | {
      readonly kind: 'list';
      readonly isOrdered: boolean;
      readonly items: readonly (readonly MarkdownNode[])[];
    }
  | { readonly kind: 'line' | 'rule' }
  | { readonly kind: 'link'; readonly address: string; readonly inside: readonly MarkdownNode[] }
  | { readonly kind: 'picture'; readonly address: string; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly MarkdownNode[])[];
      readonly rows: readonly (readonly (readonly MarkdownNode[])[])[];
    };

/** The API takes READMEs of 64 kB; advisories are shorter. */
const MOST_TEXT = 128 * 1024;
/** Quotes in lists in quotes: nobody writes more, and each level is a call. */
const MOST_DEPTH = 24;

/** Reads Markdown (CommonMark with tables). What is too deep or too long to read stays plain text. */
export function markdownTree(text: string): readonly MarkdownNode[] {
  if (text.length > MOST_TEXT || nestingOf(text) > MOST_DEPTH) return plain(text);
  return read(new Lexer({ gfm: true }).lex(text), 0);
}

/** Of what nests without end: marks at the start of a line. */
function nestingOf(text: string): number {
  let most = 0;
  for (const [marks] of text.matchAll(/^[ \t>*+\-\d.)]{24,}/gm)) {
    most = Math.max(most, marks.match(/>|[*+-] |\d[.)] /g)?.length ?? 0);
  }
  return most;
}

function plain(text: string): MarkdownNode[] {
  return [{ kind: 'block', text }];
}

function read(tokens: readonly Token[] | undefined, depth: number): MarkdownNode[] {
  if (depth > MOST_DEPTH) return [];
  return (tokens ?? []).flatMap((token) => nodeOf(token, depth + 1));
}

type Reader = (token: Tokens.Generic, depth: number) => MarkdownNode[];

const READERS: Readonly<Record<string, Reader>> = {
  space: () => [],
  def: () => [],
  hr: () => [{ kind: 'rule' }],
  br: () => [{ kind: 'line' }],
  heading: ({ depth: level, tokens }, depth) => [
    { kind: 'heading', level: Number(level), inside: read(tokens, depth) },
  ],
  paragraph: ({ tokens }, depth) => [{ kind: 'paragraph', inside: read(tokens, depth) }],
  strong: ({ tokens }, depth) => [{ kind: 'strong', inside: read(tokens, depth) }],
  em: ({ tokens }, depth) => [{ kind: 'emphasis', inside: read(tokens, depth) }],
  del: ({ tokens }, depth) => [{ kind: 'deleted', inside: read(tokens, depth) }],
  blockquote: ({ tokens }, depth) => [{ kind: 'quote', inside: read(tokens, depth) }],
  codespan: ({ text }) => [{ kind: 'code', text: String(text) }],
  code: ({ text }) => [{ kind: 'block', text: String(text) }],
  link: ({ href, tokens }, depth) => [
    { kind: 'link', address: String(href), inside: read(tokens, depth) },
  ],
  image: ({ href, text }) => [{ kind: 'picture', address: String(href), text: String(text) }],
  list: (token, depth) => [
    {
      kind: 'list',
      isOrdered: token['ordered'] === true,
      items: itemsOf(token).map(({ tokens }) => read(tokens, depth)),
    },
  ],
  table: (token, depth) => [
    {
      kind: 'table',
      head: cellsOf(token['header']).map(({ tokens }) => read(tokens, depth)),
      rows: rowsOf(token).map((row) => row.map(({ tokens }) => read(tokens, depth))),
    },
  ],
};

function nodeOf(token: Token, depth: number): MarkdownNode[] {
  const reader = READERS[token.type];
  if (reader) return reader(token, depth);
  // Text, which may hold more; escapes; and HTML, which stays what was written.
  const inside = 'tokens' in token ? token.tokens : undefined;
  if (token.type === 'text' && inside) return read(inside, depth);
  const text = token.type === 'html' || !('text' in token) ? token.raw : String(token.text);
  return [{ kind: 'text', text }];
}

interface Nested {
  readonly tokens?: Token[];
}

function itemsOf(token: Tokens.Generic): readonly Nested[] {
  return cellsOf(token['items']);
}

function rowsOf(token: Tokens.Generic): readonly (readonly Nested[])[] {
  const rows: unknown = token['rows'];
  return Array.isArray(rows) ? rows.map(cellsOf) : [];
}

function cellsOf(cells: unknown): readonly Nested[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the lexer makes them
  return Array.isArray(cells) ? (cells as Nested[]) : [];
}
