import { OAuthError } from '@xenia/protocol/errors';
import { parseScope, without } from '@xenia/protocol/scope';
import type { Exchange } from '../exchange.ts';
import type { Client } from '../tenants/client.ts';
import { audience, scopeFor } from '../tokens/audience.ts';
import type { GrantType } from './grant-type.ts';

/** RFC 6749 §4.4: the client acts for itself; no user, no refresh token (§4.4.3), nothing to consume. */
export const clientCredentials: GrantType = {
  grant_type: 'client_credentials',
  async redeem(exchange, client, parameters) {
    const scope = grantableScope(exchange, client, parameters.get('scope'));
    const aud = audience(exchange.tenant, scope, [], parameters.getAll('resource'));
    return {
      client,
      sub: client.client_id,
      scope: scopeFor(exchange.tenant, scope, aud),
      aud,
      user: null,
      refresh: null,
      nonce: null,
      commit: async (issued, issuance) => {
        if (issued.access_token !== null) await exchange.deps.storage.accessTokens.create(issued.access_token);
        return issuance;
      },
    };
  },
};

/** Identity scopes speak about a user; without one only scopes of resource servers make sense. */
function grantableScope(exchange: Exchange, client: Client, sent: string | undefined): string[] {
  const registered = parseScope(client.metadata.scope).filter(
    (name) => exchange.tenant.scopes.get(name)?.resource != null,
  );
  if (sent === undefined) return registered;
  const requested = parseScope(sent);
  const refused = without(requested, registered);
  if (refused.length === 0) return requested;
  throw new OAuthError('invalid_scope', 'A requested scope is unknown or not registered for this client', {
    reason: 'scope_not_allowed',
    refused: refused.slice(0, 20),
    registered,
  });
}
