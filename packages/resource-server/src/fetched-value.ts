import { IssuerUnavailableError } from './issuer-unavailable-error.ts';

/** All in seconds. */
export interface FetchedValuePolicy {
  readonly clock: () => number;
  /** How much longer than allowed a value may be used while no fresh one can be had. */
  readonly staleIfError: number;
  /** The least time between two forced refreshes. */
  readonly refreshInterval: number;
}

/** Seconds for which a failure is remembered, so that an issuer that is down is not asked by every request. */
export const RETRY_DELAY = 2;

/** A value that is fetched when first needed, kept for `maxAge` seconds, and fetched once however many callers wait for it. */
export interface FetchedValue<T> {
  get(): Promise<T>;
  /** Fetches anew, unless that was forced a moment ago already: then what is there is returned. */
  refresh(): Promise<T>;
}

export function fetchedValue<T>(
  load: () => Promise<{ value: T; maxAge: number }>,
  { clock, staleIfError, refreshInterval }: FetchedValuePolicy,
): FetchedValue<T> {
  let held: { value: T; freshUntil: number } | null = null;
  let failure: { error: unknown; until: number } | null = null;
  let inFlight: Promise<T> | null = null;
  let nextRefresh = 0;

  async function loadOnce(): Promise<T> {
    try {
      const { value, maxAge } = await load();
      held = { value, freshUntil: clock() + maxAge };
      failure = null;
      return value;
    } catch (error) {
      failure = { error, until: clock() + RETRY_DELAY };
      throw error;
    } finally {
      inFlight = null;
    }
  }

  function fetchOnce(): Promise<T> {
    if (failure && clock() < failure.until) return Promise.reject(failure.error);
    inFlight ??= loadOnce();
    return inFlight;
  }

  return {
    async get() {
      if (held && clock() < held.freshUntil) return held.value;
      try {
        return await fetchOnce();
      } catch (error) {
        if (held && error instanceof IssuerUnavailableError && clock() < held.freshUntil + staleIfError)
          return held.value;
        throw error;
      }
    },
    refresh() {
      if (held && clock() < nextRefresh && !failure) return Promise.resolve(held.value);
      nextRefresh = clock() + refreshInterval;
      return fetchOnce();
    },
  };
}
