import { DatabaseSync } from 'node:sqlite';
import { type Storage, StorageUnavailableError } from '../../src/storage/port.ts';

const outOfReach = new StorageUnavailableError('the database is out of reach');

/** The same storage, but the operations that `broken` names (`sessions.find`) reject. */
export function withBroken(
  storage: Storage,
  broken: (operation: string) => boolean,
  error: Error = outOfReach,
): Storage {
  const fail = () => Promise.reject(error);
  return new Proxy(storage, {
    get(target, store: string) {
      const value: unknown = Reflect.get(target, store);
      if (typeof value !== 'object' || value === null) return value;
      return new Proxy(value, {
        get: (operations, name: string) => (broken(`${store}.${name}`) ? fail : Reflect.get(operations, name)),
      });
    },
  });
}

/** Locks the database file against every other writer until the returned function is called. */
export function lockDatabase(path: string): () => void {
  const database = new DatabaseSync(path);
  database.exec('BEGIN EXCLUSIVE');
  return () => {
    database.exec('ROLLBACK');
    database.close();
  };
}
