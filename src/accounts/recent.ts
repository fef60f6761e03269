/** The values used last, so many at most; each until its end. */
export interface Recent<Value> {
  get(key: string, now: number): Value | undefined;
  set(key: string, value: Value, expiresAt: number): void;
}

export function createRecent<Value>(most: number): Recent<Value> {
  const entries = new Map<string, { readonly value: Value; readonly expiresAt: number }>();
  return {
    get: (key, now) => {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      if (now >= entry.expiresAt) return undefined;
      // Back in as the newest: the order of a Map is that of insertion.
      entries.set(key, entry);
      return entry.value;
    },
    set: (key, value, expiresAt) => {
      entries.delete(key);
      entries.set(key, { value, expiresAt });
      if (entries.size <= most) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    },
  };
}
