import type { Deps } from '../deps.ts';
import { pauseAfter } from '../outbox/pause.ts';
import { StorageUnavailableError } from '../storage/port.ts';
import type { DeliveryRecord } from '../storage/records.ts';
import { type Attempt, failed } from './answer.ts';
import { attempt } from './attempt.ts';
import { createLanes } from './lanes.ts';
import { SCHEDULES } from './schedule.ts';

export type CourierDeps = Pick<Deps, 'storage' | 'tenants' | 'clock' | 'random' | 'fetch' | 'log'>;

/** Takes deliveries and sends them, some at a time. */
export interface Courier {
  /** Takes some of what is due and begins to send it. 'more': there may be more that could be taken at once. */
  take(): Promise<'more' | 'enough'>;
  /** What is being sent. */
  readonly underWay: ReadonlySet<Promise<void>>;
  /** Sends nothing more. */
  stop(): void;
  /** What was taken and will not be sent: the attempt is given back, so that another process makes it at once. */
  giveBack(): Promise<void>;
}

/** Seconds for which what was taken is nobody else's; if this process dies meanwhile, another one sends it after that. */
const LEASE = 60;
/** Taken at once, and in hand at most. */
const BATCH = 8;
const MAX_IN_HAND = 128;
/** Seconds for which a receiver from which nothing came back is left alone. Shorter than the first pause of any schedule. */
const SILENCE = 3;

type ClientKey = Pick<DeliveryRecord, 'tenant_id' | 'client_id'>;

/** `roomAgain` is called when something was settled while more was waiting to be taken. */
export function createCourier(deps: CourierDeps, roomAgain: () => void): Courier {
  const lanes = createLanes();
  const underWay = new Set<Promise<void>>();
  const silence = createSilence(deps);
  let passedOver = false;
  let stopped = false;

  async function send(delivery: DeliveryRecord): Promise<void> {
    try {
      const result = silence.holds(delivery)
        ? failed('It did not answer a moment ago.', {})
        : await attemptOrFail(deps, delivery);
      if (result.outcome === 'failed' && result.silent) silence.begin(delivery);
      await settle(deps, delivery, result);
    } catch (error) {
      // It is due again when the lease is over.
      deps.log.warn({ err: error, event_id: delivery.event_id }, 'a delivery could not be settled');
    }
  }

  function advance(client: ClientKey): void {
    for (let next = stopped ? undefined : lanes.next(client); next; next = lanes.next(client)) {
      const delivery = next;
      const work = send(delivery).then(() => {
        underWay.delete(work);
        lanes.done(delivery);
        advance(delivery);
        if (passedOver && !stopped) roomAgain();
      });
      underWay.add(work);
    }
  }

  return {
    underWay,
    async take() {
      const now = deps.clock();
      const limit = Math.min(BATCH, MAX_IN_HAND - lanes.size);
      const full = lanes.full();
      passedOver = limit <= 0 || full.length > 0;
      if (limit <= 0) return 'enough';
      const taken = await deps.storage.deliveries.claim(now + LEASE, limit, full, now);
      for (const delivery of taken) lanes.add(delivery);
      for (const delivery of taken) advance(delivery);
      return taken.length === limit ? 'more' : 'enough';
    },
    stop: () => {
      stopped = true;
    },
    async giveBack() {
      await Promise.allSettled(lanes.abandonAll().map((delivery) => giveBack(deps, delivery)));
    },
  };
}

/** Receivers from which nothing came back just now: what else is for them would only wait as well. */
function createSilence({ clock }: Pick<Deps, 'clock'>) {
  const until = new Map<string, number>();
  const keyOf = ({ tenant_id, client_id }: ClientKey) => `${tenant_id}\0${client_id}`;
  return {
    begin(client: ClientKey) {
      for (const [key, end] of until) if (end <= clock()) until.delete(key);
      until.set(keyOf(client), clock() + SILENCE);
    },
    holds: (client: ClientKey) => (until.get(keyOf(client)) ?? 0) > clock(),
  };
}

/** An attempt that we ourselves could not make is one that failed, unless nothing can be known or written just now. */
async function attemptOrFail(deps: CourierDeps, delivery: DeliveryRecord): Promise<Attempt> {
  try {
    return await attempt(deps, delivery);
  } catch (error) {
    if (error instanceof StorageUnavailableError) throw error;
    deps.log.error({ err: error, event_id: delivery.event_id }, 'a notice could not be made');
    return failed('It could not be made; the log of the server says why.', {});
  }
}

async function settle(deps: CourierDeps, delivery: DeliveryRecord, result: Attempt): Promise<void> {
  const { tenant_id, client_id, event_id, kind, attempts } = delivery;
  const key = { tenant_id, client_id, event_id };
  const facts = { ...key, kind, attempts };
  const now = deps.clock();
  if (result.outcome === 'delivered') {
    const outcome = { next_attempt_at: null, delivered_at: now, last_status: result.status, last_error: null };
    await deps.storage.deliveries.settle(key, { attempts, ...outcome });
    deps.log.info({ event: 'notice_delivered', ...facts }, 'notice delivered');
    return;
  }
  const pause = result.final ? null : pauseAfter(SCHEDULES[kind], attempts, deps.random);
  await deps.storage.deliveries.settle(key, {
    attempts,
    next_attempt_at: pause === null ? null : now + pause,
    delivered_at: null,
    last_status: result.status,
    last_error: result.error,
  });
  const [event, message] =
    pause === null ? ['notice_given_up', 'notice given up'] : ['notice_failed', 'notice not delivered'];
  deps.log.warn({ event, ...facts, status: result.status, reason: result.error }, message);
}

async function giveBack({ storage, clock }: CourierDeps, delivery: DeliveryRecord): Promise<void> {
  const { tenant_id, client_id, event_id, attempts, delivered_at, last_status, last_error } = delivery;
  await storage.deliveries.settle(
    { tenant_id, client_id, event_id },
    { attempts: attempts - 1, next_attempt_at: clock(), delivered_at, last_status, last_error },
  );
}
