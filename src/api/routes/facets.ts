interface Facet<Value> {
  readonly value: Value;
  readonly count: number;
}

/** What most have, first. */
export function byCount<Value>(counts: ReadonlyMap<Value, number>): Facet<Value>[] {
  return facetsOf(counts).toSorted((left, right) => right.count - left.count);
}

/** In the order of the image: the lowest layer first. */
export function byLayer(counts: ReadonlyMap<number, number>): Facet<number>[] {
  return facetsOf(counts).toSorted((left, right) => left.value - right.value);
}

function facetsOf<Value>(counts: ReadonlyMap<Value, number>): Facet<Value>[] {
  return [...counts].map(([value, count]) => ({ value, count }));
}
