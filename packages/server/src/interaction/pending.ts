import type { AuthorizationRequest } from '@xenia/protocol/authorization-request';
import type { Exchange } from '../exchange.ts';
import { LocalError } from '../http/local-error.ts';
import type { ResponseTarget } from '../response-modes/response-mode.ts';
import type { Browser } from './browser.ts';
import { knownBrowser } from './browser.ts';

/** A validated authorization request and how far its user has come. Kept on the server; the browser holds only its id. */
export interface PendingAuthorization {
  /** The name of the dialect that the client spoke: the answer is made in it. */
  readonly dialect: string;
  readonly request: AuthorizationRequest;
  readonly target: ResponseTarget;
  /** As sent; null when the only registered URI was meant. The code is bound to it (RFC 6749 §4.1.3). */
  readonly redirect_uri: string | null;
  /** The user whom the client expects (`id_token_hint`). */
  readonly expected_sub: string | null;
  /** `required`: whoever is signed in must sign in again; `done`: the user signed in for this very request. */
  readonly login: 'as_needed' | 'required' | 'done';
  readonly account_selected: boolean;
  /** The id of the request that began it, which what follows is told of with; absent from before there was one. */
  readonly trace_id?: string;
  /** The organization that the client names as the one to be installed on (`organization`); nobody has looked whether there is one. */
  readonly organization_hint?: string;
  /** The organization that the user has chosen; null: they want to choose. Whether they belong to it is looked at every time. */
  readonly organization?: string | null;
  /** The user would rather not prove more than they have, though the app wishes for it. */
  readonly step_up?: 'declined';
}

export interface Interaction {
  readonly interaction_id: string;
  readonly pending: PendingAuthorization;
  readonly expires_at: number;
}

const INTERACTION_UNKNOWN = 'interaction_unknown';
const INTERACTION_FINISHED = 'interaction_finished';

/** Parks the request while its user is asked something; returns the URL to go on at. */
export async function park(exchange: Exchange, browser: Browser, pending: PendingAuthorization): Promise<string> {
  const { deps, tenant } = exchange;
  const now = deps.clock();
  const interaction_id = deps.random(16).toString('base64url');
  await deps.storage.interactions.create({
    tenant_id: tenant.tenant_id,
    interaction_id,
    browser_hash: browser.hash,
    request: JSON.stringify(pending),
    created_at: now,
    expires_at: now + tenant.settings.interactionTtl,
  });
  return interactionUrl(exchange, interaction_id);
}

export function interactionUrl({ tenant }: Exchange, interaction_id: string): string {
  return `${tenant.issuer}/interaction/${interaction_id}`;
}

/**
 * Where a page's form posts to. What is left of a request that was answered knows neither its app nor its end, so its forms carry
 * both along, for an answer that is given twice.
 */
export function answerUrl(
  exchange: Exchange,
  { interaction_id, pending, expires_at }: Interaction,
  answer: string,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({ client_id: pending.request.client_id, until: String(expires_at), ...more });
  return `${interactionUrl(exchange, interaction_id)}/${answer}?${query}`;
}

/** The parked request, for the browser that began it only. Throws LocalError `expired` or `forbidden`. */
export async function findInteraction(exchange: Exchange, interaction_id: string): Promise<Interaction> {
  const { deps, tenant } = exchange;
  const record = await deps.storage.interactions.find(tenant.tenant_id, interaction_id, deps.clock());
  if (record === null) {
    throw new LocalError('expired', 'This page has expired or was used already', { reason: INTERACTION_UNKNOWN });
  }
  const pending = JSON.parse(record.request) as PendingAuthorization;
  noteFollowUp(exchange, pending);
  if (knownBrowser(exchange)?.hash !== record.browser_hash) {
    throw new LocalError('forbidden', 'This page was opened in another browser', {
      reason: 'interaction_of_another_browser',
    });
  }
  return {
    interaction_id,
    pending,
    expires_at: record.expires_at,
  };
}

/** What happens from here on belongs to the request that began it. */
function noteFollowUp({ trace }: Exchange, { trace_id, request }: PendingAuthorization): void {
  trace.endpoint = 'authorization';
  trace.parent_trace_id = trace_id ?? null;
  trace.client = { client_id: request.client_id };
}

/** Exactly one answer ends an interaction; this is for the others. */
export function interactionFinished(): LocalError {
  return new LocalError('expired', 'This page was used already', { reason: INTERACTION_FINISHED });
}

/** Whether there was nothing left to answer: answered before, or expired. */
export function isOver(error: unknown): error is LocalError {
  return error instanceof LocalError && [INTERACTION_UNKNOWN, INTERACTION_FINISHED].includes(error.refusal.reason);
}

/** Records how far the user has come. */
export async function progress(
  { deps, tenant }: Exchange,
  { interaction_id, pending }: Interaction,
  change: Partial<Pick<PendingAuthorization, 'login' | 'account_selected' | 'step_up' | 'organization'>>,
): Promise<void> {
  await deps.storage.interactions.update(tenant.tenant_id, interaction_id, JSON.stringify({ ...pending, ...change }));
}
