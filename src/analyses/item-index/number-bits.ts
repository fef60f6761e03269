/** A set of numbers from 0, one bit each; it grows with the largest. */
export class NumberBits {
  #words: Uint32Array<ArrayBuffer>;

  /** With room for numbers below `room`. */
  constructor(room = 2048) {
    this.#words = new Uint32Array(Math.ceil(room / 32) || 1);
  }

  /** The bits themselves, 32 a word, for loops over millions: until the next `add`. */
  get words(): Uint32Array<ArrayBuffer> {
    return this.#words;
  }

  add(number: number): void {
    const at = number >>> 5;
    if (at >= this.#words.length) this.#grow(at);
    this.#words[at] = (this.#words[at] ?? 0) | (1 << (number & 31));
  }

  has(number: number): boolean {
    return ((this.#words[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0;
  }

  get size(): number {
    let size = 0;
    for (const word of this.#words) size += bitsOf(word);
    return size;
  }

  #grow(at: number): void {
    const words = new Uint32Array(Math.max(at + 1, this.#words.length * 2));
    words.set(this.#words);
    this.#words = words;
  }
}

/** Hacker's Delight, 5-1. */
function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  bits = (bits + (bits >>> 4)) & 0x0f0f_0f0f;
  return Math.imul(bits, 0x0101_0101) >>> 24;
}
