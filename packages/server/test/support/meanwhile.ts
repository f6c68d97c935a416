import type { Storage } from '../../src/storage/port.ts';
import { serverWith, type TestServer } from './start-server.ts';

type Stores = {
  [Name in keyof Storage]: Storage[Name] extends (...args: never) => unknown ? never : Name;
}[Exclude<keyof Storage, 'tenantStaleness' | 'migration'>];

/** An operation of the storage: `['sessions', 'start']`. */
export type Moment = { [S in Stores]: readonly [S, string & keyof Storage[S]] }[Stores];

/** The same server, on which somebody else does something in the very moment before each call of this operation. */
export function meanwhile(server: TestServer, [name, operation]: Moment, act: () => Promise<unknown>): TestServer {
  const { storage } = server.deps;
  const store = storage[name] as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const run = store[operation];
  if (run === undefined) throw new Error(`there is no ${name}.${operation}`);
  const late = async (...args: unknown[]) => {
    await act();
    return run(...args);
  };
  return serverWith(server, { storage: { ...storage, [name]: { ...store, [operation]: late } } });
}
