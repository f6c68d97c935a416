import { OAuthError } from '@xenia/protocol/errors';
import { parseScope, without } from '@xenia/protocol/scope';
import type { Exchange } from '../exchange.ts';
import type { Client } from '../tenants/client.ts';
import { unreviewedScope } from '../tenants/reviewed-scope.ts';
import { audience, scopeFor } from '../tokens/audience.ts';
import type { Authority } from '../tokens/authority.ts';
import { noteUse } from '../tokens/note-use.ts';
import type { GrantType } from './grant-type.ts';
import { liveUser } from './live-user.ts';

/** RFC 6749 §4.4: the client acts for itself, or for the one user of its service account; no refresh token (§4.4.3), nothing to consume. */
export const clientCredentials: GrantType = {
  grant_type: 'client_credentials',
  async redeem(exchange, client, parameters) {
    const actor = await actorOf(exchange, client);
    const scope = grantableScope(exchange, { client, actor }, parameters.get('scope'));
    const aud = audience(exchange.tenant, scope, [], parameters.getAll('resource'));
    return {
      client,
      ...actor,
      scope: scopeFor(exchange.tenant, scope, aud),
      aud,
      refresh: null,
      nonce: null,
      commit: async (issued, issuance) => {
        if (issued.access_token !== null) await exchange.deps.storage.accessTokens.create(issued.access_token);
        return issuance;
      },
    };
  },
};

type Actor = Pick<Authority, 'sub' | 'user'>;

/** Itself, or the user for whom an operator permitted it to act, as long as that permission, the user and the client are in force. */
async function actorOf(exchange: Exchange, client: Client): Promise<Actor> {
  const { service_account } = client.metadata;
  if (service_account === undefined) return { sub: client.client_id, user: null };
  const { deps, tenant } = exchange;
  const { sub, family_id } = service_account;
  const status = await deps.storage.grants.familyStatus(tenant.tenant_id, family_id, deps.clock());
  if (status === null || status.ended !== null) {
    throw new OAuthError('invalid_grant', 'The service account is no longer permitted', {
      reason: status?.ended ?? 'family_unknown',
    });
  }
  await noteUse(exchange, status);
  const { family, org_id } = status;
  return { sub, user: { record: await liveUser(exchange, sub), family, org_id } };
}

/** Identity scopes speak about a user; without one only scopes of resource servers make sense. */
function grantableScope(
  exchange: Exchange,
  { client, actor }: { client: Client; actor: Actor },
  sent: string | undefined,
): string[] {
  const permitted = actor.user === null ? null : parseScope(actor.user.family.scope);
  const all = parseScope(client.metadata.scope);
  const unreviewed = unreviewedScope(exchange.tenant, client.app, all);
  const registered = without(all, unreviewed).filter(
    (name) => exchange.tenant.scopes.get(name)?.resource != null && (permitted?.includes(name) ?? true),
  );
  if (sent === undefined) return registered;
  const requested = parseScope(sent);
  const refused = without(requested, registered);
  if (refused.length === 0) return requested;
  throw new OAuthError('invalid_scope', 'A requested scope is unknown or not registered for this client', {
    reason: refused.some((name) => unreviewed.includes(name)) ? 'scope_needs_review' : 'scope_not_allowed',
    refused: refused.slice(0, 20),
    registered,
  });
}
