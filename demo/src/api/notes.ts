import { DatabaseSync } from 'node:sqlite';

interface Note {
  readonly text: string;
  /** The app that wrote it; null: the user, at the product itself. */
  readonly written_by: string | null;
}

export interface Notes {
  of(sub: string): Note[];
  add(sub: string, note: Note): void;
  deleteAll(sub: string): void;
  /** The notes that a user who has none finds at first. */
  welcome(sub: string): void;
  close(): void;
}

const MOST = 20;

/** The sample API's own database: its users are known to it by nothing but the issuer's `sub`. */
export function openNotes(path: string): Notes {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS notes (note_id INTEGER PRIMARY KEY, sub TEXT NOT NULL, text TEXT NOT NULL, written_by TEXT)`);
  const select = database.prepare('SELECT text, written_by FROM notes WHERE sub = ? ORDER BY note_id DESC LIMIT ?');
  const insert = database.prepare('INSERT INTO notes (sub, text, written_by) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM notes WHERE sub = ?');
  const of = (sub: string) => select.all(sub, MOST) as unknown as Note[];
  const add = (sub: string, { text, written_by }: Note) => void insert.run(sub, text, written_by);
  return {
    of,
    add,
    deleteAll: (sub) => void remove.run(sub),
    welcome(sub) {
      if (of(sub).length > 0) return;
      add(sub, { text: 'Send the stranger home with a full boat', written_by: null });
      add(sub, { text: 'Wash the linen at the river', written_by: null });
    },
    close: () => database.close(),
  };
}
