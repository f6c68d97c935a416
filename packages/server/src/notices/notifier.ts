import { createPoller } from '../outbox/poller.ts';
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

/** Until it is started, it sends when it is told to, and by itself only what is written through its storage. */
export function createNotifier(deps: CourierDeps): Notifier {
  const courier = createCourier(deps, () => poller.wake());
  const poller = createPoller(courier, (error) => deps.log.warn({ err: error }, 'deliveries cannot be read'));
  return {
    storage: wakingStorage(deps.storage, poller.wake),
    sendDue: poller.takeAll,
    start: poller.start,
    async stop() {
      poller.halt();
      courier.stop();
      await poller.settled();
      await courier.giveBack();
    },
  };
}
