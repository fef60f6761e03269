import { SEVERITIES } from '../../model/index.ts';
import type { SeverityRating } from '../../model/index.ts';
import { ByteWriter } from './bytes.ts';
import type { ByteReader } from './bytes.ts';
import { byCodeUnits } from './order.ts';
import type { StringTable } from './string-table.ts';

/** Gathers the texts of a shard; once sorted, says the place of each. */
export class Interner {
  readonly #places = new Map<string, number>();
  #sorted: readonly string[] = [];

  get sorted(): readonly string[] {
    return this.#sorted;
  }

  /** 0 until sort() was called. */
  place(text: string): number {
    const place = this.#places.get(text);
    if (place === undefined) this.#places.set(text, 0);
    return place ?? 0;
  }

  sort(): void {
    this.#sorted = [...this.#places.keys()].toSorted(byCodeUnits);
    for (const [index, text] of this.#sorted.entries()) this.#places.set(text, index);
  }
}

const VECTOR = 8;
const SCORE = 16;

/** Gathers the ratings of a shard: there are few different ones. */
export class RatingTable {
  readonly #places = new Map<string, number>();
  readonly #ratings: SeverityRating[] = [];

  place(rating: SeverityRating): number {
    const key = `${rating.source}\n${rating.severity}\n${rating.vector}\n${rating.score}`;
    const place = this.#places.get(key);
    if (place !== undefined) return place;
    this.#places.set(key, this.#ratings.length);
    return this.#ratings.push(rating) - 1;
  }

  write(texts: Interner): Buffer {
    const writer = new ByteWriter();
    writer.number(this.#ratings.length);
    for (const { source, severity, vector, score } of this.#ratings) {
      const flags = (vector === undefined ? 0 : VECTOR) | (score === undefined ? 0 : SCORE);
      writer.byte(SEVERITIES.indexOf(severity) | flags);
      writer.number(texts.place(source));
      if (vector !== undefined) writer.number(texts.place(vector));
      if (score !== undefined) writer.byte(Math.round(score * 10));
    }
    return writer.take();
  }
}

/** Ratings as RatingTable wrote them; leaves the reader behind them. */
export function readRatings(reader: ByteReader, texts: StringTable): readonly SeverityRating[] {
  return Array.from({ length: reader.count() }, () => {
    const flags = reader.byte();
    const source = texts.at(reader.number());
    const vector = flags & VECTOR ? texts.at(reader.number()) : undefined;
    const score = flags & SCORE ? reader.byte() / 10 : undefined;
    return {
      source,
      severity: SEVERITIES[flags & 7] ?? 'unknown',
      ...(vector !== undefined && { vector }),
      ...(score !== undefined && { score }),
    };
  });
}
