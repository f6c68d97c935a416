import type { Exchange } from '../exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { findEnabledProvider, SIGN_IN_WITH_PATH } from '../upstream/provider.ts';
import { takeAnswer } from './upstream-callback.ts';
import { startAtProvider } from './upstream-start.ts';

/**
 * `{issuer}/sign-in-with/{provider_id}` leads to the provider, by a form only: a link that somebody was tricked into opening must not
 * sign them in as somebody else. `…/callback` is where the provider sends them back to.
 */
export async function respondToUpstream(exchange: Exchange): Promise<Response> {
  const [provider_id = '', step, ...rest] = exchange.path.slice(SIGN_IN_WITH_PATH.length + 1).split('/');
  if (rest.length > 0 || (step !== undefined && step !== 'callback')) throw notFound();
  const { method } = exchange.request;
  const allowed = step === undefined ? 'POST' : 'GET';
  if (method !== allowed) throw new HttpError(405, `Only ${allowed}`, { allow: allowed });
  const provider = await findEnabledProvider(exchange.deps, exchange.tenant, provider_id);
  if (provider === null) throw notFound();
  return step === undefined ? startAtProvider(exchange, provider) : takeAnswer(exchange, provider);
}

function notFound(): HttpError {
  return new HttpError(404, 'There is no such page');
}
