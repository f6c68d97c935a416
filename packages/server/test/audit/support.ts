import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe } from 'vitest';
import { chainSeal, eventHash } from '../../src/storage/audit-chain.ts';
import type { NewAuditEvent } from '../../src/storage/audit-port.ts';
import type { AuditEventRecord } from '../../src/storage/audit-records.ts';
import type { Storage } from '../../src/storage/port.ts';
import { createPostgres, createSqlite } from '../storage/backends.ts';
import { execute } from '../support/postgres.ts';

export const KEY = 'what only the server knows';

export function anEvent(tenant_id: string, at: number, change: Partial<NewAuditEvent> = {}): NewAuditEvent {
  return {
    ...{ tenant_id, at, actor: 'operator', action: 'client.created', client_id: null, sub: null },
    ...{ address: null, request_id: null, details: '{}' },
    ...change,
  };
}

/** One who can write to the database, and nothing else. */
export type Intruder = (statement: string) => Promise<void>;

/** The same suite on both databases, with one who writes to them behind the server's back. */
export function describeWithIntruder(
  title: string,
  suite: (given: () => { storage: Storage; other: Storage; intrude: Intruder }) => void,
): void {
  describe.each(['SQLite', 'PostgreSQL'] as const)(`%s: ${title}`, (kind) => {
    let given: { storage: Storage; other: Storage; intrude: Intruder };
    let drop: () => Promise<void>;
    beforeAll(async () => {
      const [backend, intrude] = kind === 'SQLite' ? await sqlite() : await postgres();
      drop = backend.drop;
      given = { storage: await backend.open(), other: await backend.open(), intrude };
    });
    afterAll(() => drop?.());
    suite(() => given);
  });
}

async function sqlite() {
  const backend = await createSqlite();
  const intrude: Intruder = async (statement) => intoSqlite(backend.path, statement);
  return [backend, intrude] as const;
}

export function intoSqlite(path: string, statement: string): void {
  const database = new DatabaseSync(path, { timeout: 2_000 });
  try {
    database.exec(statement);
  } finally {
    database.close();
  }
}

async function postgres() {
  const backend = await createPostgres();
  const intrude: Intruder = (statement) => execute(backend.connectionString, statement);
  return [backend, intrude] as const;
}

/** What such a one could compute: a chain that is whole in itself, from this event on, with seals of a key of their own. */
export function rechained(events: readonly AuditEventRecord[], previous: string): AuditEventRecord[] {
  let last = previous;
  return events.map((event) => {
    last = eventHash({ ...event, details: JSON.parse(event.details) }, last);
    return { ...event, hash: last, seal: chainSeal('a guess', 'event', { seq: event.seq, hash: last }) };
  });
}
