import type { DeliveryRecord } from '../storage/records.ts';

/** What one client is sent: a few requests at a time, so that a slow receiver holds up nobody but itself. */
interface Lane {
  readonly tenant_id: string;
  readonly client_id: string;
  readonly waiting: DeliveryRecord[];
  sending: number;
}

/** Requests to one client at the same time. */
const WIDTH = 2;
/** Deliveries in one client's hands after which no more are taken for it. With what one claim adds, all are sent within the lease. */
const DEPTH = 8;

/** Deliveries that were taken and not settled yet, by client. */
export interface Lanes {
  /** How many there are. */
  readonly size: number;
  add(delivery: DeliveryRecord): void;
  /** Clients for which no more should be taken. */
  full(): { tenant_id: string; client_id: string }[];
  /** The next that may be sent to this one's client; undefined if there is none or enough are on their way. */
  next(client: Pick<DeliveryRecord, 'tenant_id' | 'client_id'>): DeliveryRecord | undefined;
  /** One that `next` gave is settled. */
  done(delivery: DeliveryRecord): void;
  /** Removes and returns all that wait. */
  abandonAll(): DeliveryRecord[];
}

export function createLanes(): Lanes {
  const lanes = new Map<string, Lane>();
  const laneOf = ({ tenant_id, client_id }: Pick<DeliveryRecord, 'tenant_id' | 'client_id'>) => {
    const key = `${tenant_id}\0${client_id}`;
    const lane = lanes.get(key) ?? { tenant_id, client_id, waiting: [], sending: 0 };
    lanes.set(key, lane);
    return lane;
  };
  const forget = (lane: Lane) => {
    if (lane.sending + lane.waiting.length === 0) lanes.delete(`${lane.tenant_id}\0${lane.client_id}`);
  };
  const length = ({ sending, waiting }: Lane) => sending + waiting.length;
  return {
    get size() {
      return [...lanes.values()].reduce((sum, lane) => sum + length(lane), 0);
    },
    add: (delivery) => void laneOf(delivery).waiting.push(delivery),
    full: () =>
      [...lanes.values()]
        .filter((lane) => length(lane) >= DEPTH)
        .map(({ tenant_id, client_id }) => ({ tenant_id, client_id })),
    next(client) {
      const lane = laneOf(client);
      const delivery = lane.sending < WIDTH ? lane.waiting.shift() : undefined;
      if (delivery) lane.sending += 1;
      else forget(lane);
      return delivery;
    },
    done(delivery) {
      const lane = laneOf(delivery);
      lane.sending -= 1;
      forget(lane);
    },
    abandonAll: () =>
      [...lanes.values()].flatMap((lane) => {
        const waiting = lane.waiting.splice(0);
        forget(lane);
        return waiting;
      }),
  };
}
