import { assertWellFormed, type Parameters, parseParameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { findClient } from '../tenants/client.ts';
import { pageContext } from './advance.ts';
import { answeredPage } from './pages/answered.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { linkHref } from './pages/untrusted.ts';
import { currentSession } from './session.ts';

/**
 * A second click on "Allow", or the form sent again: the first answer counts. What it gave is not given again: it may have arrived, and
 * a code that is used twice ends its tokens (RFC 6749 §4.1.2); nor is another code, whose `state` the app has used up. A page says so
 * and leads back to the app. null where the time that the form was good for is over, so that nobody may have answered it.
 * The form must have been verified to be this browser's.
 */
export async function showAnswered(exchange: Exchange, form: Parameters): Promise<Response | null> {
  const parameters = parseParameters(exchange.request.url.search.slice(1));
  assertWellFormed(parameters);
  if (!(Number(parameters.get('until')) > exchange.deps.clock())) return null;
  const client = await findClient(exchange.deps, exchange.tenant, parameters.get('client_id') ?? '');
  if (client === null || client.disabled) return null;
  const { client_name, logo_uri, client_uri, redirect_uris } = client.metadata;
  const page = answeredPage({
    ...pageView(pageContext(exchange)),
    client: { client_name, logo_uri, home_uri: homeOf(redirect_uris) ?? client_uri },
    allowed: form.get('decision') === 'allow' && (await isAllowed(exchange, client.client_id)),
  });
  return pageResponse(page, { status: 409, keepOpener: true });
}

/** Whether what was said twice is so: who is signed in has allowed the app something. */
async function isAllowed(exchange: Exchange, client_id: string): Promise<boolean> {
  const { deps, tenant } = exchange;
  const signedIn = await currentSession(exchange);
  if (signedIn === null) return false;
  const of = { client_id, sub: signedIn.user.sub };
  return (await deps.storage.grants.list(tenant.tenant_id, of, { after: null, limit: 1 })).length > 0;
}

/** Where the app lives: its redirect URI itself is no place to arrive at with empty hands. */
function homeOf(redirect_uris: readonly string[]): string | undefined {
  const web = redirect_uris.map(linkHref).find((uri) => uri !== undefined);
  return web === undefined ? undefined : `${new URL(web).origin}/`;
}
