import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import { type SigningAlgorithm, signJws } from '@xenia/protocol/jws';
import { LOGOUT_TOKEN_TYP, logoutTokenClaims } from '@xenia/protocol/logout-token';
import {
  AUTHORIZATION_REVOKED,
  SECURITY_EVENT_CONTENT_TYPE,
  SECURITY_EVENT_TYP,
  securityEventClaims,
  TOKENS_REVOKED,
} from '@xenia/protocol/security-event-token';
import type { DeliveryRecord } from '../storage/records.ts';
import type { Client } from '../tenants/client.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { signedLifetime, signingKey } from '../tokens/signing-keys.ts';
import { type NoticeEvent, readEvent } from './event.ts';

/** Seconds; OIDC Back-Channel Logout 1.0 §2.4 advises two minutes at most. */
const LOGOUT_TOKEN_LIFETIME = 120;

/** Where the client wants such notices; undefined if it does not (any more). */
export function addressOf(kind: DeliveryRecord['kind'], metadata: ClientMetadata): string | undefined {
  return kind === 'backchannel_logout' ? metadata.backchannel_logout_uri : metadata.webhook_uri;
}

/** What is posted: signed now with the key that signs now, under an identifier that stays the same at every attempt. */
export async function messageFor(
  delivery: DeliveryRecord,
  { tenant, client, now }: { tenant: Tenant; client: Client; now: number },
): Promise<{ contentType: string; body: string }> {
  const { client_id } = client;
  const key = signingKey(tenant, client.metadata.id_token_signed_response_alg as SigningAlgorithm, now);
  const event = readEvent(delivery);
  // RFC 7519 §4.1.7: one event gives each of its clients a token of its own.
  const common = { issuer: tenant.issuer, client_id, jti: `${delivery.event_id}.${client_id}`, iat: now };
  if (event.kind === 'backchannel_logout') {
    const exp = now + signedLifetime(key, LOGOUT_TOKEN_LIFETIME, now);
    const claims = logoutTokenClaims({ ...common, sub: event.sub, sid: event.sid, exp });
    const logout_token = await signJws({ typ: LOGOUT_TOKEN_TYP }, claims, key);
    return {
      contentType: 'application/x-www-form-urlencoded',
      body: new URLSearchParams({ logout_token }).toString(),
    };
  }
  const claims = securityEventClaims({ ...common, sub: event.sub, ...revocation(event, delivery.created_at) });
  return { contentType: SECURITY_EVENT_CONTENT_TYPE, body: await signJws({ typ: SECURITY_EVENT_TYP }, claims, key) };
}

function revocation(event: Extract<NoticeEvent, { kind: 'webhook' }>, event_timestamp: number) {
  const { grant_id, org_id, family_id, initiating_entity } = event;
  const where = org_id === undefined ? {} : { org_id };
  return {
    event_type: family_id === null ? TOKENS_REVOKED : AUTHORIZATION_REVOKED,
    event: { grant_id, ...where, family_id, initiating_entity, event_timestamp },
  };
}
