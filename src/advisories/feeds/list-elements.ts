import { bufferOver } from '../json.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** How deep the elements of a list lie that is a member of the document. */
const IN_LIST = 2;

/**
 * The bytes of each element of the lists that are members of a JSON document, such as
 * `{"format": "x", "records": [...]}`: so that no more than one is in memory. `undefined` of one with
 * more bytes than `elementBytes`. Throws of what is no such document, or is cut off.
 */
export async function* listElements(
  chunks: AsyncIterable<Uint8Array>,
  elementBytes: number,
): AsyncGenerator<Buffer | undefined, void, void> {
  const scanner = new ListScanner(elementBytes);
  for await (const chunk of chunks) yield* scanner.push(bufferOver(chunk));
  if (!scanner.isWhole) throw new RangeError('it is no whole JSON object with a list');
}

/** Follows brackets and texts, and leaves it to a parser whether an element is JSON. */
class ListScanner {
  readonly #elementBytes: number;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  #isInList = false;
  #hasList = false;
  #pieces: Buffer[] = [];
  #size = 0;

  constructor(elementBytes: number) {
    this.#elementBytes = elementBytes;
  }

  get isWhole(): boolean {
    return this.#hasList && this.#depth === 0;
  }

  *push(chunk: Buffer): Generator<Buffer | undefined, void, void> {
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.#isInText) {
        at = this.#endOfText(chunk, at);
        continue;
      }
      const wasInList = this.#isInList;
      const isEnd = this.#mark(chunk[at] ?? 0);
      if (wasInList && isEnd) {
        this.#keep(chunk.subarray(start, at));
        yield* this.#element();
      }
      if (isEnd || (this.#isInList && !wasInList)) start = at + 1;
    }
    if (this.#isInList) this.#keep(chunk.subarray(start));
  }

  /** Where the text ends, which nearly all bytes are in; after the chunk, if not in it. */
  #endOfText(chunk: Buffer, start: number): number {
    for (let from = start; ;) {
      const quote = chunk.indexOf(QUOTE, from);
      const end = quote < 0 ? chunk.length : quote;
      let first = end;
      while (first > from && chunk[first - 1] === BACKSLASH) first -= 1;
      const isCarried = first === from && this.#isEscaped;
      const isEscaped = (end - first + (isCarried ? 1 : 0)) % 2 === 1;
      this.#isEscaped = quote < 0 && isEscaped;
      if (quote < 0) return chunk.length;
      if (!isEscaped) {
        this.#isInText = false;
        return quote;
      }
      from = quote + 1;
    }
  }

  /** Whether an element ends here. */
  #mark(byte: number): boolean {
    switch (byte) {
      case QUOTE:
        this.#isInText = true;
        return false;
      case OPEN_LIST:
      case OPEN_OBJECT:
        this.#depth += 1;
        if (this.#depth === IN_LIST && byte === OPEN_LIST) this.#isInList = this.#hasList = true;
        return false;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        this.#depth -= 1;
        if (this.#depth < IN_LIST) this.#isInList = false;
        if (this.#depth < 0) throw new RangeError('it closes more than it opens');
        return this.#depth === IN_LIST - 1;
      case COMMA:
        return this.#depth === IN_LIST;
      default:
        return false;
    }
  }

  #keep(bytes: Buffer): void {
    this.#size += bytes.length;
    if (this.#size <= this.#elementBytes) this.#pieces.push(bytes);
  }

  *#element(): Generator<Buffer | undefined, void, void> {
    const bytes = this.#size <= this.#elementBytes ? joined(this.#pieces, this.#size) : undefined;
    this.#pieces = [];
    this.#size = 0;
    // An empty list has no element.
    if (bytes === undefined || bytes.some((byte) => byte > 0x20)) yield bytes;
  }
}

/** Outside of the pool, which what is kept of an element would hold in memory with all of the element. */
function joined(pieces: readonly Buffer[], size: number): Buffer {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const bytes = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const piece of pieces) at += piece.copy(bytes, at);
  return bytes;
}
