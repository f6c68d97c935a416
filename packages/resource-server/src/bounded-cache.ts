/** Remembers the entries used last, each until a given second. */
export interface BoundedCache<T> {
  get(key: string, now: number): T | undefined;
  set(key: string, value: T, until: number): void;
}

export function boundedCache<T>(maxEntries: number): BoundedCache<T> {
  // A Map iterates in order of insertion: its first key is the one that was not used for longest.
  const entries = new Map<string, { value: T; until: number }>();
  return {
    get(key, now) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      if (now >= entry.until) return undefined;
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, until) {
      entries.delete(key);
      entries.set(key, { value, until });
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
    },
  };
}
