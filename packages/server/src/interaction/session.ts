import { formatToken, hashToken, isWellFormedToken } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import { cookieName, readCookie, setCookie } from '../http/cookies.ts';
import type { SessionRecord, UserRecord } from '../storage/records.ts';

/** How a user has proved who they are by password alone (acr values are ours; RFC 8176 names the methods). */
export const ACR_PASSWORD = 'urn:xenia:acr:password';
export const ACR_VALUES = [ACR_PASSWORD] as const;

/** Seconds between two notes that a session is in use. */
const TOUCH_INTERVAL = 60;

export interface SignedIn {
  readonly session: SessionRecord;
  readonly user: UserRecord;
}

/** Who is signed in on this browser; null if nobody. */
export async function currentSession(exchange: Exchange): Promise<SignedIn | null> {
  const { deps, tenant } = exchange;
  const session_hash = presentedHash(exchange);
  if (session_hash === null) return null;
  const now = deps.clock();
  const found = await deps.storage.sessions.find(tenant.tenant_id, session_hash, now, tenant.settings.sessionIdleTtl);
  if (found !== null && now - found.session.last_seen_at >= TOUCH_INTERVAL) {
    await deps.storage.sessions.touch(tenant.tenant_id, session_hash, now);
  }
  return found;
}

/** Signs the user in under a new identifier, which ends whatever session the browser had. Returns the Set-Cookie value. */
export async function startSession(exchange: Exchange, user: UserRecord): Promise<string> {
  const { deps, tenant } = exchange;
  const now = deps.clock();
  const value = formatToken('session', deps.random(32));
  const session: SessionRecord = {
    tenant_id: tenant.tenant_id,
    session_hash: hashToken(value),
    sid: deps.random(16).toString('base64url'),
    sub: user.sub,
    auth_time: now,
    amr: 'pwd',
    acr: ACR_PASSWORD,
    created_at: now,
    last_seen_at: now,
    expires_at: now + tenant.settings.sessionTtl,
  };
  await deps.storage.sessions.start(session, presentedHash(exchange));
  return setCookie(tenant, 'session', value, tenant.settings.sessionTtl);
}

/** Signs out on this browser. Returns the Set-Cookie value that removes the cookie. */
export async function endSession(exchange: Exchange): Promise<string> {
  const session_hash = presentedHash(exchange);
  if (session_hash !== null) await exchange.deps.storage.sessions.end(exchange.tenant.tenant_id, session_hash);
  return setCookie(exchange.tenant, 'session', '', 0);
}

function presentedHash({ request, tenant }: Exchange): string | null {
  const value = readCookie(request.headers, cookieName(tenant, 'session'));
  return value !== null && isWellFormedToken('session', value) ? hashToken(value) : null;
}
