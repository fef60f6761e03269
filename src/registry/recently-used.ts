/** What was used last, as much of it as fits. */
export interface RecentlyUsed<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value, bytes: number): void;
  clear(): void;
}

/** @param limit bytes, as the callers of `set` count them. */
export function recentlyUsed<Value>(limit: number): RecentlyUsed<Value> {
  // A Map iterates in the order of insertion: what is used goes to the end, what is first goes first.
  const entries = new Map<string, { readonly value: Value; readonly bytes: number }>();
  let held = 0;
  const remove = (key: string): void => {
    held -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, bytes) {
      remove(key);
      if (bytes > limit) return;
      entries.set(key, { value, bytes });
      held += bytes;
      for (const oldest of entries.keys()) {
        if (held <= limit) break;
        remove(oldest);
      }
    },
    clear() {
      entries.clear();
      held = 0;
    },
  };
}
