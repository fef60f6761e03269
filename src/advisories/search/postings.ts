/** Numbers by number, packed: which rows a word, a name or a row leads to. */
export interface Postings {
  /** Where each one's values begin; one more than there are. */
  readonly starts: Uint32Array;
  readonly values: Uint32Array;
}

/** In rising order. */
export function valuesOf({ starts, values }: Postings, of: number): Uint32Array {
  return values.subarray(starts[of] ?? 0, starts[of + 1] ?? 0);
}

type Renumber = (number: number) => number;
type Numbered = readonly [Uint32Array, Renumber];

/** Pairs as they are met; an array of objects for millions of them would be ten times as large. */
export class Pairs {
  #from = new Uint32Array(1024);
  #to = new Uint32Array(1024);
  #count = 0;

  add(from: number, to: number): void {
    if (this.#count === this.#from.length) {
      this.#from = grown(this.#from);
      this.#to = grown(this.#to);
    }
    this.#from[this.#count] = from;
    this.#to[this.#count] = to;
    this.#count += 1;
  }

  /** The highest `from`. */
  get most(): number {
    let most = 0;
    for (let at = 0; at < this.#count; at += 1) most = Math.max(most, this.#from[at] ?? 0);
    return most;
  }

  /** Each pair once, by `from` and then by `to`; both numbers as the functions say. */
  postings(count: number, limit: number, fromOf: Renumber, toOf: Renumber): Postings {
    return packed(this.#keys(limit, [this.#from, fromOf], [this.#to, toOf]), count, limit);
  }

  /** The same by `to` and then by `from`. */
  reversed(count: number, limit: number, fromOf: Renumber, toOf: Renumber): Postings {
    return packed(this.#keys(limit, [this.#to, toOf], [this.#from, fromOf]), count, limit);
  }

  /** One number a pair, sorted; `lower`'s are below `limit`. */
  #keys(limit: number, [higher, highOf]: Numbered, [lower, lowOf]: Numbered): Float64Array {
    const keys = new Float64Array(this.#count);
    for (let at = 0; at < this.#count; at += 1) {
      keys[at] = highOf(higher[at] ?? 0) * limit + lowOf(lower[at] ?? 0);
    }
    return keys.toSorted();
  }
}

/** `keys`: `from * size + to`, sorted. */
function packed(keys: Float64Array, count: number, size: number): Postings {
  const starts = new Uint32Array(count + 1);
  const values = new Uint32Array(keys.length);
  let kept = 0;
  let before = -1;
  for (const key of keys) {
    if (key === before) continue;
    before = key;
    const from = Math.floor(key / size);
    starts[from + 1] = (starts[from + 1] ?? 0) + 1;
    values[kept] = key - from * size;
    kept += 1;
  }
  for (let at = 0; at < count; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
  return { starts, values: values.slice(0, kept) };
}

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
