import { parentPort, workerData } from 'node:worker_threads';
import { operations } from './operations.ts';
import { isOwnerGone, isUnavailable, SqliteConnection } from './sqlite-connection.ts';

/** An operation to run: its name and its arguments. */
export type Request = readonly [name: string, args: unknown[]];

/** What became of it. */
export type Answer = { value: unknown } | { error: string } | { unavailable: string } | { ownerGone: string };

/** Milliseconds to wait for another process that writes. */
const BUSY_TIMEOUT = 2_000;

const connection = new SqliteConnection((workerData as { path: string }).path, BUSY_TIMEOUT);

/** Runs all operations in one commit, each in a savepoint of its own; answers only when the commit is on the disk. */
async function commit(requests: readonly Request[]): Promise<Answer[]> {
  try {
    connection.database.exec('BEGIN IMMEDIATE');
    const answers: Answer[] = [];
    for (const request of requests) answers.push(await runInSavepoint(request));
    connection.database.exec('COMMIT');
    return answers;
  } catch (error) {
    rollBack();
    connection.translate(error);
    const reason = (error as Error).message;
    return requests.map(() => (isUnavailable(error) ? { unavailable: reason } : { error: reason }));
  }
}

async function runInSavepoint([name, args]: Request): Promise<Answer> {
  const { database } = connection;
  database.exec('SAVEPOINT operation');
  try {
    const operation = operations.get(name);
    if (!operation) throw new Error(`there is no operation ${name}`);
    const value = await operation.run(connection, ...args);
    database.exec('RELEASE operation');
    return { value };
  } catch (error) {
    // SQLite may have ended the whole transaction by itself (https://sqlite.org/lang_transaction.html, §3).
    if (isUnavailable(error) || !database.isTransaction) throw error;
    database.exec('ROLLBACK TO operation');
    database.exec('RELEASE operation');
    const reason = (error as Error).message;
    return isOwnerGone(error) ? { ownerGone: reason } : { error: reason };
  }
}

function rollBack() {
  try {
    if (connection.database.isTransaction) connection.database.exec('ROLLBACK');
  } catch {
    connection.close();
  }
}

parentPort?.on('message', async (message: readonly Request[] | 'close') => {
  if (message !== 'close') {
    parentPort?.postMessage(await commit(message));
    return;
  }
  try {
    connection.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // A reader may hold it up, or the file be gone; what was committed stays in the log and is found there.
  }
  connection.close();
  parentPort?.close();
});
