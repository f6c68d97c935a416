import { formatToken, hashToken, isWellFormedToken } from '@xenia/protocol/token-format';
import { ACR_PASSWORD, type Proof } from '../accounts/factors.ts';
import type { Exchange } from '../exchange.ts';
import { cookieName, readCookie, setCookie } from '../http/cookies.ts';
import type { SessionRecord, UserRecord } from '../storage/records.ts';
import type { EndedSession, SignInBasis } from '../storage/session-port.ts';
import { rememberAccount } from './remembered-accounts.ts';
import { browserStateCookies } from './session-state.ts';

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

/**
 * Signs the user in under a new identifier, which ends whatever session the browser had. One that was theirs goes on as far as others
 * can tell: it keeps its `sid`, so that apps stay part of it when its user proves more, or the same again. Returns the Set-Cookie
 * values; null if what was proved is not worth it any more: the password or a factor was changed at the same time, or the session that
 * the proof adds to has ended.
 *
 * @param user as they were when they proved who they are
 */
export async function startSession(exchange: Exchange, user: UserRecord, proof: Proof): Promise<string[] | null> {
  const before = await currentSession(exchange);
  const continued = before?.user.sub === user.sub ? before.session.sid : null;
  if (proof.adds_to !== null && proof.adds_to !== continued) return null;
  const started = await start(exchange, user, proof, continued);
  // Ended at this very moment. What stands by itself needs none to go on from.
  const isOver = started === 'session_ended' && proof.adds_to === null;
  const cookies = isOver ? await start(exchange, user, proof, null) : started;
  return typeof cookies === 'string' ? null : cookies;
}

/** @param continued the `sid` of the browser's session that goes on; null: none does */
async function start(exchange: Exchange, user: UserRecord, proof: Proof, continued: string | null) {
  const { deps, tenant, request } = exchange;
  const now = deps.clock();
  const value = formatToken('session', deps.random(32));
  const session: SessionRecord = {
    tenant_id: tenant.tenant_id,
    session_hash: hashToken(value),
    sid: continued ?? deps.random(16).toString('base64url'),
    sub: user.sub,
    auth_time: proof.auth_time,
    amr: proof.amr.join(' '),
    acr: proof.acr,
    user_agent: request.headers.get('user-agent')?.slice(0, 300) ?? null,
    address: request.address,
    created_at: now,
    last_seen_at: now,
    // From when its user last proved everything: another factor does not prolong it.
    expires_at: proof.auth_time + tenant.settings.sessionTtl,
  };
  const event_id = deps.random(16).toString('base64url');
  const basis = { ...basisOf(user, proof), continues: continued !== null };
  const outcome = await deps.storage.sessions.start(session, presentedHash(exchange), event_id, basis);
  if (outcome !== 'started') return outcome;
  return [
    setCookie(tenant, 'session', value, session.expires_at - now),
    rememberAccount(exchange, user.sub),
    ...browserStateCookies(exchange, session),
  ];
}

function basisOf({ password_hash }: UserRecord, { acr, methods, credential_id }: Proof): SignInBasis {
  return {
    password_hash,
    // Who proved no more than a password was not asked for more.
    totp: methods.includes('totp') || (acr === ACR_PASSWORD ? false : undefined),
    passkey: credential_id,
    recovery_codes: methods.includes('recovery_code') || undefined,
  };
}

/** Signs out on this browser. `ended` is null if it had no session; `cookies` are the Set-Cookie values that remove its cookies. */
export async function endSession(exchange: Exchange): Promise<{ ended: EndedSession | null; cookies: string[] }> {
  const { deps, tenant } = exchange;
  const session_hash = presentedHash(exchange);
  const event_id = deps.random(16).toString('base64url');
  const ended =
    session_hash === null
      ? null
      : await deps.storage.sessions.end(tenant.tenant_id, session_hash, event_id, deps.clock());
  return { ended, cookies: [setCookie(tenant, 'session', '', 0), ...browserStateCookies(exchange, null)] };
}

function presentedHash({ request, tenant }: Exchange): string | null {
  const value = readCookie(request.headers, cookieName(tenant, 'session'));
  return value !== null && isWellFormedToken('session', value) ? hashToken(value) : null;
}
