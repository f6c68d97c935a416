import type { DeliveryRecord } from '../storage/records.ts';

/** A session has ended (`backchannel_logout`). */
interface SessionEnded {
  readonly sub: string;
  readonly sid: string;
}

/** What a client was given has been taken back (`webhook`). */
interface AuthorizationRevoked {
  readonly sub: string;
  readonly grant_id: string;
  /** The organization that the app was installed on; absent where that was the user alone. */
  readonly org_id?: string;
  /** null: the whole installation; otherwise what one authorization gave. */
  readonly family_id: string | null;
  /** RISC/CAEP. */
  readonly initiating_entity: 'user' | 'admin';
}

export type NoticeEvent =
  | ({ readonly kind: 'backchannel_logout' } & SessionEnded)
  | ({ readonly kind: 'webhook' } & AuthorizationRevoked);

/** What storage wrote in the commit that made it true. */
export function readEvent({ kind, event }: Pick<DeliveryRecord, 'kind' | 'event'>): NoticeEvent {
  return { kind, ...(JSON.parse(event) as object) } as NoticeEvent;
}
