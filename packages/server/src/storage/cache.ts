import type { Storage } from './port.ts';

/** What a process remembers about rows that it read; emptied when full, so that it cannot grow with the database. */
export interface Cache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/** One cache for each open storage, so that two databases in one process never mix. */
export function cacheByStorage<Value>(maxEntries: number): (storage: Storage) => Cache<Value> {
  const caches = new WeakMap<Storage, Cache<Value>>();
  return (storage) => {
    let cache = caches.get(storage);
    if (cache === undefined) {
      cache = boundedCache(maxEntries);
      caches.set(storage, cache);
    }
    return cache;
  };
}

export function boundedCache<Value>(maxEntries: number): Cache<Value> {
  const entries = new Map<string, Value>();
  return {
    get: (key) => entries.get(key),
    set: (key, value) => {
      if (entries.size >= maxEntries) entries.clear();
      entries.set(key, value);
    },
  };
}
