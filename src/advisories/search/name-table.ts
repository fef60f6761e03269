import { ByteReader } from '../snapshot/bytes.ts';
import { byCodeUnits } from '../snapshot/order.ts';
import { StringTable, writeStrings } from '../snapshot/string-table.ts';

/** People type ids and names in any case; two that differ in case only stand side by side. */
export function folded(text: string): string {
  return text.toLowerCase();
}

/** Different texts, packed, found by themselves and by how they begin, whatever their case. */
export class NameTable {
  readonly #texts: StringTable;

  private constructor(sorted: readonly string[]) {
    this.#texts = new StringTable(new ByteReader(writeStrings(sorted)));
  }

  /** With the place of each of `texts` in the table. */
  static of(texts: readonly string[]): { readonly table: NameTable; readonly places: Uint32Array } {
    const order = texts
      .map((text, index) => ({ text, fold: folded(text), index }))
      .toSorted((a, b) => byCodeUnits(a.fold, b.fold) || byCodeUnits(a.text, b.text));
    const places = new Uint32Array(texts.length);
    for (const [place, { index }] of order.entries()) places[index] = place;
    return { table: new NameTable(order.map(({ text }) => text)), places };
  }

  get count(): number {
    return this.#texts.count;
  }

  at(place: number): string {
    return this.#texts.at(place);
  }

  /** Places of all that begin with the text: from the first up to, but without, the second. */
  beginningWith(prefix: string): readonly [from: number, to: number] {
    const fold = folded(prefix);
    return [this.firstFrom(fold), this.firstFrom(`${fold}\uFFFF`)];
  }

  /** Places of the text in any case. */
  equalTo(text: string): readonly [from: number, to: number] {
    const fold = folded(text);
    return [this.firstFrom(fold), this.firstFrom(`${fold}\0`)];
  }

  /** Place of the first that is not before the folded text. */
  firstFrom(fold: string): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (folded(this.at(middle)) < fold) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
