import type { Storage } from '../storage/port.ts';
import { type CourierDeps, createCourier } from './courier.ts';
import { wakingStorage } from './waking-storage.ts';

/** Tells clients what happened, from what storage wrote down for them: at least once, until they answer or it is given up. */
export interface Notifier {
  /** Sends everything that is due and not in another process's hands; resolves when all of it is settled. Never rejects. */
  sendDue(): Promise<void>;
  /** The same storage, which has this process send at once what it writes. */
  readonly storage: Storage;
  /** From here on looks by itself for what other processes wrote and for what is due again. */
  start(): void;
  /** Takes nothing more; waits for the requests under way, which end by their own timeout within seconds. */
  stop(): Promise<void>;
}

/** Seconds between two looks. */
const INTERVAL = 5;

/** Until it is started, it sends when it is told to, and by itself only what is written through its storage. */
export function createNotifier(deps: CourierDeps): Notifier {
  const courier = createCourier(deps, wake);
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    lookAgain = true;
    if (stopped || looking !== null) return;
    looking = look()
      .catch((error: unknown) => {
        lookAgain = false;
        deps.log.warn({ err: error }, 'deliveries cannot be read');
      })
      .finally(() => {
        looking = null;
        if (lookAgain) wake();
      });
  }

  async function look(): Promise<void> {
    while (lookAgain && !stopped) {
      lookAgain = false;
      if ((await courier.take()) === 'more') lookAgain = true;
    }
  }

  async function settled(): Promise<void> {
    while (looking !== null || courier.underWay.size > 0) await Promise.all([looking, ...courier.underWay]);
  }

  return {
    storage: wakingStorage(deps.storage, wake),
    sendDue() {
      wake();
      return settled();
    },
    start() {
      timer = setInterval(wake, INTERVAL * 1000);
      timer.unref();
      wake();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      courier.stop();
      await settled();
      await courier.giveBack();
    },
  };
}
