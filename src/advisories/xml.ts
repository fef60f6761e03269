import { FailureError, failure } from '../base/index.ts';

/** An element as it opens; names without their namespace prefixes. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface XmlHandler {
  open(element: XmlElement): void;
  /** All text of an element up to its next child or its end, entities resolved. */
  text(text: string): void;
  close(name: string): void;
}

/** Elements within elements; OVAL's criteria are the deepest that feeds have, with 12. */
const DEPTH = 256;

/** A tag, a comment or a text; descriptions of errata have up to 1 MB. */
const TOKEN_CHARS = 16 * 1024 * 1024;

/**
 * Reads XML in pieces: no document type, no entity but XML's own five and numbers, and nothing is ever
 * fetched. Throws FailureError of what is no XML, or ends too soon. https://www.w3.org/TR/xml/
 */
export class XmlReader {
  readonly #handler: XmlHandler;
  readonly #open: string[] = [];
  #rest = '';
  #hasRoot = false;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  push(piece: string): void {
    const text = this.#rest + piece;
    let at = 0;
    while (at < text.length) {
      const end = text[at] === '<' ? markupEnd(text, at) : text.indexOf('<', at);
      if (end < 0) break;
      if (text[at] === '<') this.#markup(text.slice(at, end));
      else this.#text(decoded(text.slice(at, end)));
      at = end;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > TOKEN_CHARS) throw malformed('a tag or text in it has no end');
  }

  end(): void {
    if (this.#rest.trim() !== '' || this.#open.length > 0) throw malformed('it is cut off');
    if (!this.#hasRoot) throw malformed('it has no element');
  }

  #text(text: string): void {
    if (this.#open.length > 0) this.#handler.text(text);
    else if (text.replace('\uFEFF', '').trim() !== '') throw malformed('text outside of it');
  }

  #markup(markup: string): void {
    if (markup.startsWith('<![CDATA[')) return this.#text(markup.slice(9, -3));
    if (markup.startsWith('<!--') || markup.startsWith('<?')) return;
    if (markup.startsWith('<!')) throw malformed('it declares a document type');
    if (markup.startsWith('</')) return this.#close(localName(markup.slice(2, -1).trim()));
    return this.#element(markup);
  }

  #element(markup: string): void {
    const isEmpty = markup.endsWith('/>');
    const [written = ''] = /^[^\s/>]*/.exec(markup.slice(1)) ?? [];
    if (written === '') throw malformed('a tag in it has no name');
    if (this.#open.length === 0 && this.#hasRoot) throw malformed('it has two roots');
    if (this.#open.length >= DEPTH) throw malformed(`it is deeper than ${DEPTH} elements`);
    this.#hasRoot = true;
    const name = localName(written);
    this.#open.push(name);
    this.#handler.open({ name, attributes: attributesOf(markup.slice(1 + written.length)) });
    if (isEmpty) this.#close(name);
  }

  #close(name: string): void {
    if (this.#open.pop() !== name) throw malformed(`"${name.slice(0, 80)}" ends what is not open`);
    this.#handler.close(name);
  }
}

function malformed(what: string): FailureError {
  return new FailureError(failure('advisory.feed.malformed', `the XML cannot be read: ${what}`));
}

/** Behind the markup that begins here; -1: its end has not come yet. */
function markupEnd(text: string, start: number): number {
  const behind = (ending: string, from: number) => {
    const found = text.indexOf(ending, from);
    return found < 0 ? -1 : found + ending.length;
  };
  // what has come of it may be too little to tell one kind from another
  if (text.length - start < 9 && '<![CDATA['.startsWith(text.slice(start))) return -1;
  if (text.startsWith('<!--', start)) return behind('-->', start + 4);
  if (text.startsWith('<![CDATA[', start)) return behind(']]>', start + 9);
  if (text.startsWith('<?', start)) return behind('?>', start + 2);
  return tagEnd(text, start);
}

/** A `>` in quotes ends no tag. */
function tagEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    const end = text.indexOf('>', at);
    if (end < 0) return -1;
    const quote = firstQuote(text, at, end);
    if (quote < 0) return end + 1;
    const closing = text.indexOf(text[quote] ?? '', quote + 1);
    if (closing < 0) return -1;
    at = closing + 1;
  }
}

function firstQuote(text: string, start: number, end: number): number {
  for (let at = start; at < end; at += 1) {
    if (text[at] === '"' || text[at] === "'") return at;
  }
  return -1;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = Object.create(null);
  for (const match of text.matchAll(/([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const [, name = '', double, single = ''] = match;
    attributes[localName(name)] = decoded(double ?? single);
  }
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** An entity that is none of XML's own stays as it is written. */
function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, ...parts) => {
    const [decimal, hex, name]: (string | undefined)[] = parts;
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
