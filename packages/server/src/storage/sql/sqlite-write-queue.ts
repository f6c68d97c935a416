import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { OwnerGoneError, StorageUnavailableError } from '../port.ts';
import type { Answer, Request } from './sqlite-writer.ts';

interface Waiting {
  readonly request: Request;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Operations that may wait before further ones are turned away. */
const MAX_WAITING = 10_000;
/** Operations in one commit: bounds how long the first of them waits for the last. */
const MAX_BATCH = 1_024;

/**
 * Hands operations to the one thread that writes. While it commits, further operations gather here and then go together
 * into the next commit, so that one fsync serves them all and none stalls the event loop.
 */
export class SqliteWriteQueue {
  readonly #path: string;
  #waiting: Waiting[] = [];
  #committing: Waiting[] | null = null;
  #scheduled = false;
  #worker: Worker | null = null;
  #closed = false;
  #drained: (() => void) | null = null;

  constructor(path: string) {
    this.#path = path;
    // Now, so that the first write need not wait for the thread to load its modules.
    this.#worker = this.#start();
  }

  write(name: string, args: unknown[]): Promise<unknown> {
    if (this.#closed) return Promise.reject(new StorageUnavailableError('the storage was closed'));
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(new StorageUnavailableError('too many writes wait'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request: [name, args], resolve, reject });
      this.#schedule();
    });
  }

  /** Waits for what was accepted, then lets the writer close its connection. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#committing || this.#waiting.length > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    const worker = this.#worker;
    if (!worker) return;
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage('close');
    await exited;
  }

  /** At the end of the turn of the event loop, so that operations which arrive together are committed together. */
  #schedule(): void {
    if (this.#scheduled || this.#committing) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#send();
    });
  }

  #send(): void {
    if (this.#committing || this.#waiting.length === 0) return;
    const batch = this.#waiting.splice(0, MAX_BATCH);
    this.#committing = batch;
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage(batch.map(({ request }) => request));
    } catch (error) {
      // An argument that cannot be sent is a programming error; the operations beside it must not suffer in silence.
      this.#settle(() => ({ error: (error as Error).message }));
    }
  }

  #start(): Worker {
    // The same extension as this file: TypeScript when run from sources, JavaScript when published.
    const worker = new Worker(new URL(`./sqlite-writer${extname(import.meta.url)}`, import.meta.url), {
      workerData: { path: this.#path },
    });
    let cause: Error | undefined;
    worker.on('message', (answers: Answer[]) => this.#settle((index) => answers[index]));
    worker.on('error', (error: Error) => {
      cause = error;
    });
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#settle(() => ({ unavailable: `the writer stopped${cause ? `: ${cause.message}` : ''}` }));
    });
    return worker;
  }

  #settle(answerAt: (index: number) => Answer | undefined): void {
    const batch = this.#committing;
    if (!batch) return;
    this.#committing = null;
    // First the next batch, so that it is being written while this one is answered.
    this.#send();
    for (const [index, waiting] of batch.entries()) settle(waiting, answerAt(index));
    if (!this.#committing && this.#waiting.length === 0) this.#drained?.();
  }
}

function settle(waiting: Waiting, answer: Answer | undefined): void {
  if (!answer) waiting.reject(new Error('the writer gave no answer'));
  else if ('value' in answer) waiting.resolve(answer.value);
  else if ('unavailable' in answer) waiting.reject(new StorageUnavailableError(answer.unavailable));
  else if ('ownerGone' in answer) waiting.reject(new OwnerGoneError(answer.ownerGone));
  else waiting.reject(new Error(answer.error));
}
