import { DatabaseSync } from 'node:sqlite';

export interface Invoice {
  readonly id: string;
  readonly description: string;
  /** Whole rupiah. */
  readonly amount: number;
  readonly currency: 'IDR';
  readonly status: 'PENDING' | 'PAID';
  /** Seconds since 1970. */
  readonly created_at: number;
  /** The client_id of the app that made it; null: the merchant, at the product itself. */
  readonly created_by: string | null;
}

type Draft = Pick<Invoice, 'description' | 'amount' | 'created_at' | 'created_by'>;

export interface Invoices {
  /** The latest of this merchant's, newest first. */
  of(sub: string): Invoice[];
  /** null: this merchant has no such invoice. */
  find(sub: string, id: string): Invoice | null;
  add(sub: string, draft: Draft): Invoice;
  /** What was paid and what was not, of all invoices. */
  balanceOf(sub: string): { readonly paid: number; readonly pending: number };
  /** The invoices that a merchant who has none finds at first. `now`: seconds. */
  welcome(sub: string, now: number): void;
  close(): void;
}

const MOST = 50;
const DAY = 86_400;
const COLUMNS = `printf('INV-%04d', number) AS id, description, amount, 'IDR' AS currency, status, created_at, created_by`;

/** The sample API's own database: its merchants are known to it by nothing but the issuer's `sub`. */
export function openInvoices(path: string): Invoices {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS invoices (number INTEGER PRIMARY KEY, sub TEXT NOT NULL, description TEXT NOT NULL,
      amount INTEGER NOT NULL, status TEXT NOT NULL, created_at INTEGER NOT NULL, created_by TEXT)`);
  const select = database.prepare(`SELECT ${COLUMNS} FROM invoices WHERE sub = ? ORDER BY number DESC LIMIT ?`);
  const selectOne = database.prepare(`SELECT ${COLUMNS} FROM invoices WHERE sub = ? AND id = ?`);
  const sum = database.prepare(`SELECT COALESCE(SUM(amount) FILTER (WHERE status = 'PAID'), 0) AS paid,
    COALESCE(SUM(amount) FILTER (WHERE status = 'PENDING'), 0) AS pending FROM invoices WHERE sub = ?`);
  const insert = database.prepare(
    `INSERT INTO invoices (sub, description, amount, status, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?) RETURNING ${COLUMNS}`,
  );
  const of = (sub: string) => select.all(sub, MOST) as unknown as Invoice[];
  function add(sub: string, { description, amount, created_at, created_by }: Draft, status = 'PENDING'): Invoice {
    return insert.get(sub, description, amount, status, created_at, created_by) as unknown as Invoice;
  }
  return {
    of,
    find: (sub, id) => (selectOne.get(sub, id) as unknown as Invoice | undefined) ?? null,
    add: (sub, draft) => add(sub, draft),
    balanceOf: (sub) => sum.get(sub) as { paid: number; pending: number },
    welcome(sub, now) {
      if (of(sub).length > 0) return;
      const days = (count: number) => ({ created_at: now - count * DAY, created_by: null });
      add(sub, { description: 'Twelve oars of pine', amount: 1_860_000, ...days(9) }, 'PAID');
      add(sub, { description: 'A sail, mended twice', amount: 640_000, ...days(4) }, 'PAID');
      add(sub, { description: 'Olive oil, three amphorae', amount: 975_000, ...days(1) });
    },
    close: () => database.close(),
  };
}
