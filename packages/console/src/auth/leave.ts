import { authorizationRequest, type PendingRequest } from './authorization-request.ts';
import type { Surroundings } from './session.ts';

const keyOf = (state: string): string => `xenia-sign-in:${state}`;

interface Departure {
  readonly pending: PendingRequest;
  /** Path, query and fragment of the page that was asked for. */
  readonly page: string;
}

/** Goes to the server's sign-in; what comes after in this page never happens. */
export async function leaveToSignIn({ environment, storage, location }: Surroundings): Promise<never> {
  const { url, pending } = await authorizationRequest(environment);
  const departure: Departure = { pending, page: `${location.pathname}${location.search}${location.hash}` };
  storage.setItem(keyOf(pending.state), JSON.stringify(departure));
  location.assign(url);
  return new Promise(() => {});
}

/** What was left behind under this state, once; null when it was not from this tab that somebody left (RFC 9700 §4.7.1). */
export function takeDeparture(storage: Storage, state: string): Departure | null {
  const kept = storage.getItem(keyOf(state));
  storage.removeItem(keyOf(state));
  return kept === null ? null : (JSON.parse(kept) as Departure);
}
