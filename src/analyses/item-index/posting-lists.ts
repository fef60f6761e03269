/** A block: the number of the next one in four bytes, then differences. */
const BLOCK = 64;
const NEXT = 4;

/** Blocks of one page: a buffer of 16 MiB, so that growing never copies. */
const PAGE_BLOCKS = 262_144;

/** No block has this number: a list begins with its first number. */
const NONE = 0;

/**
 * Many lists of ascending numbers: of each the differences, in seven bits a byte, in a chain of small blocks of
 * large pages. Most differences in a list of a thousand among a million take two bytes, and a list of one number
 * takes one block.
 */
export class PostingLists {
  readonly #pages: Uint8Array[] = [];
  /** The first is nobody's. */
  #blocks = 1;
  #lists = 0;
  /** Of each list: its first block, the last, the place in it, and the number added last. */
  #first = new Uint32Array(1024);
  #last = new Uint32Array(1024);
  #place = new Uint8Array(1024);
  #latest = new Uint32Array(1024);

  /** An empty list. */
  begin(): number {
    if (this.#lists === this.#first.length) this.#growLists();
    this.#lists += 1;
    return this.#lists - 1;
  }

  /** A number that is not smaller than the one before it; the same again is nothing new. */
  add(list: number, number: number): void {
    const isFirst = this.#first[list] === NONE;
    const latest = this.#latest[list] ?? 0;
    if (!isFirst && latest === number) return;
    if (number < latest) throw new RangeError(`${number} after ${latest}`);
    if (isFirst) {
      const block = this.#newBlock();
      this.#first[list] = block;
      this.#last[list] = block;
      this.#place[list] = NEXT;
    }
    let rest = isFirst ? number : number - latest;
    while (rest >= 0x80) {
      this.#put(list, (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.#put(list, rest);
    this.#latest[list] = number;
  }

  /** Sets the bit of each number of a list; the words have room for them. */
  mark(list: number, words: Uint32Array): void {
    let block = this.#first[list] ?? NONE;
    if (block === NONE) return;
    const [lastBlock, end] = [this.#last[list] ?? NONE, this.#place[list] ?? NEXT];
    let [number, rest, shift] = [0, 0, 0];
    for (;;) {
      const page = this.#page(block);
      const from = (block % PAGE_BLOCKS) * BLOCK;
      const to = from + (block === lastBlock ? end : BLOCK);
      for (let at = from + NEXT; at < to; at += 1) {
        const byte = page[at] ?? 0;
        rest |= (byte & 0x7f) << shift;
        if (byte >= 0x80) {
          shift += 7;
          continue;
        }
        number += rest;
        rest = 0;
        shift = 0;
        const word = number >>> 5;
        words[word] = (words[word] ?? 0) | (1 << (number & 31));
      }
      if (block === lastBlock) return;
      block = nextOf(page, from);
    }
  }

  /** Of memory, in pages and by list. */
  get bytes(): number {
    const { length } = this.#first;
    return this.#pages.length * PAGE_BLOCKS * BLOCK + length * (4 + 4 + 1 + 4);
  }

  #put(list: number, byte: number): void {
    let block = this.#last[list] ?? NONE;
    let place = this.#place[list] ?? NEXT;
    if (place === BLOCK) {
      const next = this.#newBlock();
      setNext(this.#page(block), (block % PAGE_BLOCKS) * BLOCK, next);
      this.#last[list] = next;
      [block, place] = [next, NEXT];
    }
    this.#page(block)[(block % PAGE_BLOCKS) * BLOCK + place] = byte;
    this.#place[list] = place + 1;
  }

  #newBlock(): number {
    const block = this.#blocks;
    this.#blocks += 1;
    if (Math.floor(block / PAGE_BLOCKS) >= this.#pages.length) {
      this.#pages.push(new Uint8Array(PAGE_BLOCKS * BLOCK));
    }
    return block;
  }

  #page(block: number): Uint8Array {
    const page = this.#pages[Math.floor(block / PAGE_BLOCKS)];
    if (!page) throw new RangeError(`no block ${block}`);
    return page;
  }

  #growLists(): void {
    this.#first = twice(this.#first);
    this.#last = twice(this.#last);
    this.#latest = twice(this.#latest);
    const place = new Uint8Array(this.#place.length * 2);
    place.set(this.#place);
    this.#place = place;
  }
}

function nextOf(page: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = [page[at], page[at + 1], page[at + 2], page[at + 3]];
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

function setNext(page: Uint8Array, at: number, block: number): void {
  for (let byte = 0; byte < NEXT; byte += 1) page[at + byte] = (block >>> (8 * byte)) & 0xff;
}

function twice(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(numbers.length * 2);
  grown.set(numbers);
  return grown;
}
