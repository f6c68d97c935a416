import { OAuthError } from '@xenia/protocol/errors';
import type { Parameters } from '@xenia/protocol/parameters';
import { verifyCodeVerifier } from '@xenia/protocol/pkce';
import { hashToken } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import type { FamilyStatus } from '../storage/grant-port.ts';
import { type AuthorizationCodeRecord, FOREVER, type TokenFamilyRecord } from '../storage/records.ts';
import type { Client } from '../tenants/client.ts';
import { givesLastingTokens } from '../tokens/access-end.ts';
import { audience, grantedScope, scopeFor } from '../tokens/audience.ts';
import type { Authority } from '../tokens/authority.ts';
import { isWellFormedCode } from '../tokens/authorization-code.ts';
import { noteUse } from '../tokens/note-use.ts';
import { belongsToDialect } from './dialect-binding.ts';
import type { GrantType } from './grant-type.ts';
import { liveUser } from './live-user.ts';

/** RFC 6749 §4.1.3. */
export const authorizationCode: GrantType = {
  grant_type: 'authorization_code',
  async redeem(exchange, client, parameters) {
    const found = await findCode(exchange, client, parameters);
    const { code, family } = found;
    // Before a second use has consequences: who does not hold the verifier can neither burn a code nor revoke what it gave.
    matchRedirectUri(code, parameters.get('redirect_uri'));
    verifyCodeVerifier(code.code_challenge, parameters.get('code_verifier'));
    assertInForce(exchange, found);
    await noteUse(exchange, found);
    const record = await liveUser(exchange, family.sub);
    const allowed = grantedScope(exchange.tenant, client, family);
    const aud = audience(
      exchange.tenant,
      allowed,
      JSON.parse(family.resource) as string[],
      parameters.getAll('resource'),
    );
    const absolute = family.created_at + exchange.tenant.settings.refreshTokenAbsoluteTtl;
    const refreshable = allowed.includes('offline_access') && client.metadata.grant_types.includes('refresh_token');
    const lasting = givesLastingTokens(exchange, client);
    return {
      client,
      sub: family.sub,
      scope: scopeFor(exchange.tenant, allowed, aud),
      aud,
      user: { record, family, org_id: found.org_id },
      refresh: refreshable ? { family_expires_at: absolute } : null,
      nonce: family.nonce,
      lasting,
      commit: commitCode(exchange, client, {
        code,
        family,
        family_expires_at: refreshable ? absolute : lasting ? FOREVER : null,
      }),
    };
  },
};

type FoundCode = { readonly code: AuthorizationCodeRecord } & FamilyStatus;

/** The code, spent or not, if it was issued to this client (RFC 6749 §4.1.3). */
async function findCode(exchange: Exchange, client: Client, parameters: Parameters): Promise<FoundCode> {
  const { deps, tenant } = exchange;
  const sent = parameters.get('code');
  if (sent === undefined) throw new OAuthError('invalid_request', 'code is missing', { reason: 'code_missing' });
  if (!isWellFormedCode(exchange, sent)) throw invalidCode({ reason: 'code_malformed' });
  const found = await deps.storage.authorizationCodes.find(tenant.tenant_id, hashToken(sent), deps.clock());
  if (found === null) throw invalidCode({ reason: 'code_unknown' });
  if (found.code.client_id !== client.client_id) throw invalidCode({ reason: 'code_of_another_client' });
  if (!belongsToDialect(exchange, found.family)) {
    const [expected, received] = [found.family.dialect, exchange.dialect.name];
    throw invalidCode({ reason: 'code_of_another_dialect', expected, received });
  }
  return found;
}

/** A spent code goes on to the commit, which alone tells a second use and revokes what the first one gave (RFC 6749 §4.1.2). */
function assertInForce({ deps }: Exchange, { code, ended }: FoundCode): void {
  if (code.redeemed_at !== null) return;
  const now = deps.clock();
  if (code.expires_at <= now) throw invalidCode({ reason: 'code_expired', expired_ago: now - code.expires_at });
  if (ended !== null) throw invalidCode({ reason: ended });
}

/** RFC 6749 §4.1.3: identical to the one sent before, if one was sent. */
function matchRedirectUri(code: AuthorizationCodeRecord, sent: string | undefined): void {
  if (code.redirect_uri === null || code.redirect_uri === sent) return;
  throw invalidCode({
    reason: 'code_redirect_uri_mismatch',
    expected: code.redirect_uri,
    received: sent?.slice(0, 500) ?? null,
  });
}

function commitCode(
  exchange: Exchange,
  client: Client,
  proof: { code: AuthorizationCodeRecord; family: TokenFamilyRecord; family_expires_at: number | null },
): Authority['commit'] {
  const { deps, tenant } = exchange;
  return async (issued, issuance) => {
    const now = deps.clock();
    const redemption = {
      tenant_id: tenant.tenant_id,
      code_hash: proof.code.code_hash,
      client_id: client.client_id,
      // Without a refresh token the family lives as long as what it gave, through the browser too.
      family_expires_at:
        proof.family_expires_at ??
        Math.max(proof.family.expires_at, now + Math.max(issuance.expires_in ?? 0, tenant.settings.idTokenTtl)),
    };
    const { outcome } = await deps.storage.authorizationCodes.redeem(redemption, issued, now);
    if (outcome === 'redeemed') return issuance;
    const reused = outcome === 'reused' || proof.code.redeemed_at !== null;
    const { redeemed_at } = proof.code;
    const redeemed_ago = redeemed_at === null ? null : now - redeemed_at;
    const { grant_id } = proof.family;
    throw invalidCode({ reason: reused ? 'code_reused' : 'code_unknown', redeemed_ago, grant_id });
  };
}

function invalidCode(refusal: { reason: string; [fact: string]: string | number | null }): OAuthError {
  return new OAuthError(
    'invalid_grant',
    'The authorization code is invalid, expired, or was issued to another client',
    refusal,
  );
}
