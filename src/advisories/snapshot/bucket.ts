/** Which of a number of buckets (a power of two) a key is in: FNV-1a over its code units. */
export function bucketOf(key: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  hash ^= hash >>> 15;
  return (hash >>> 0) % buckets;
}

/** The fewest buckets, as a power of two, that hold no more than `each` of `total` on average. */
export function bucketsFor(total: number, each: number): number {
  let buckets = 1;
  while (buckets < 256 && total > buckets * each) buckets *= 2;
  return buckets;
}
