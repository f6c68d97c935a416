import type { Storage } from '../../src/storage/port.ts';
import type { TestServer } from './start-server.ts';

type StoreName = { [Name in keyof Storage]: Storage[Name] extends (...args: never) => unknown ? never : Name }[Exclude<
  keyof Storage,
  'tenantStaleness'
>];

/** Lets every operation of one store (or only `operation`) reject with `error` until the returned function is called. */
export function withBrokenStore(server: TestServer, name: StoreName, error: Error, operation?: string): () => void {
  const store = server.deps.storage[name] as unknown as Record<string, unknown>;
  const whole = { ...store };
  for (const key of Object.keys(whole)) {
    if (operation === undefined || key === operation) store[key] = () => Promise.reject(error);
  }
  return () => Object.assign(store, whole);
}
