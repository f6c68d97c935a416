import type { Exchange } from '../exchange.ts';
import type { SessionRecord, UserRecord } from '../storage/records.ts';
import { clientForCaller } from './client-access.ts';

/** Where the console shows what is recorded of a request. */
export function traceUrl({ issuer }: { readonly issuer: string }, trace_id: string): string {
  return `${issuer}/console/traces/${trace_id}`;
}

type SignedIn = { readonly session: SessionRecord; readonly user: UserRecord } | null;

/**
 * Where whoever is signed in sees why this request was refused, if they develop the app that it came from or look after the tenant; null
 * for everybody else. Never rejects: a page that says what went wrong must not fail for this.
 */
export async function traceLink(
  { deps, tenant, request, trace, log }: Exchange,
  currentSession: () => Promise<SignedIn>,
): Promise<string | null> {
  if (trace.endpoint === null || trace.client === null || tenant.settings.traceRetention === 0) return null;
  try {
    const signedIn = await currentSession();
    if (signedIn === null) return null;
    const { role, sub } = signedIn.user;
    const caller = { actor: `user:${sub}`, role, sub, address: request.address, request_id: request.id } as const;
    await clientForCaller({ storage: deps.storage, caller }, tenant, trace.client.client_id);
    return traceUrl(tenant, request.id);
  } catch (error) {
    log.debug({ err: error, event: 'trace_not_linked' }, 'trace not linked');
    return null;
  }
}
