import type { Deps } from '../deps.ts';
import { StorageUnavailableError } from '../storage/port.ts';
import type { TraceRecord } from '../storage/trace-records.ts';
import { type Countable, createUsageCounter } from './usage-counter.ts';

/** Milliseconds that an entry waits for others, and how many make it go at once. */
const PAUSE = 1000;
const BATCH = 100;
/** Entries that may wait while storage is slow; beyond, the oldest go. */
const MAX_WAITING = 1000;

/** Gathers entries and counts in memory and writes them together. */
export class TraceWriter {
  readonly #deps: Pick<Deps, 'storage' | 'log'>;
  readonly #usage = createUsageCounter();
  #waiting: TraceRecord[] = [];
  #dropped = 0;
  /** Storage could not write the last time: it is not pressed. */
  #failing = false;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;

  constructor(deps: Pick<Deps, 'storage' | 'log'>) {
    this.#deps = deps;
  }

  keep(entry: TraceRecord): void {
    this.#waiting.push(entry);
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift();
      this.#dropped += 1;
    }
    this.#goOn();
  }

  /** Counts an entry that is not kept. */
  drop(): void {
    this.#dropped += 1;
    this.#schedule();
  }

  count(event: Countable): void {
    this.#usage.count(event);
    this.#schedule();
  }

  /** Writes what there is. Never rejects. */
  async flush(): Promise<void> {
    await this.#writing;
    await this.#write();
  }

  #goOn(): void {
    if (this.#waiting.length >= BATCH && this.#writing === null && !this.#failing) void this.#write();
    else this.#schedule();
  }

  #schedule(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => void this.#write(), PAUSE);
    this.#timer.unref();
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
      if (this.#waiting.length > 0) this.#goOn();
    });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    const { storage, log } = this.#deps;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#dropped > 0) log.warn({ event: 'traces_dropped', count: this.#dropped }, 'trace entries dropped');
    this.#dropped = 0;
    const entries = this.#waiting;
    this.#waiting = [];
    const increments = this.#usage.take();
    if (entries.length + increments.length === 0) return;
    try {
      await storage.traces.append(entries, increments);
      this.#failing = false;
    } catch (error) {
      log.warn({ err: error, event: 'traces_not_written', count: entries.length }, 'trace entries not written');
      if (!(error instanceof StorageUnavailableError)) return;
      this.#failing = true;
      this.#putBack(entries);
    }
  }

  #putBack(entries: readonly TraceRecord[]): void {
    const all = [...entries, ...this.#waiting];
    this.#waiting = all.slice(-MAX_WAITING);
    this.#dropped += all.length - this.#waiting.length;
  }
}
