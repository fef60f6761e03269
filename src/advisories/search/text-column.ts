/** Texts by row, as one piece of UTF-8: strings would take three times as much. */
export class TextColumn {
  readonly #ends: Uint32Array;
  readonly #bytes: Buffer;

  constructor(texts: readonly string[]) {
    const parts = texts.map((text) => Buffer.from(text));
    this.#bytes = Buffer.concat(parts);
    this.#ends = new Uint32Array(texts.length);
    let end = 0;
    for (const [row, { length }] of parts.entries()) {
      end += length;
      this.#ends[row] = end;
    }
  }

  at(row: number): string {
    return this.#bytes.toString('utf8', row === 0 ? 0 : this.#ends[row - 1], this.#ends[row]);
  }
}
