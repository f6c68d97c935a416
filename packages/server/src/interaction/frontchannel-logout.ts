import type { Exchange } from '../exchange.ts';
import type { EndedSession } from '../storage/session-port.ts';
import { findClient } from '../tenants/client.ts';

/**
 * OIDC Front-Channel Logout 1.0 §2: what the browser must load so that every client that took part in the session ends its own.
 */
export async function frontchannelLogoutUris(exchange: Exchange, ended: EndedSession): Promise<string[]> {
  const clients = await Promise.all(
    ended.frontchannel_client_ids.map((client_id) => findClient(exchange.deps, exchange.tenant, client_id)),
  );
  return clients.flatMap((client) => {
    const { frontchannel_logout_uri: uri, frontchannel_logout_session_required: withSession } = client?.metadata ?? {};
    if (uri === undefined || client?.disabled !== false) return [];
    return [withSession === true ? namingSession(uri, { iss: exchange.tenant.issuer, sid: ended.sid }) : uri];
  });
}

/** The query that the registered URI has is kept as it is. */
function namingSession(uri: string, session: { iss: string; sid: string }): string {
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(session)}`;
}
