import { createHash } from 'node:crypto';
import { dialectsOf } from '../dialects/index.ts';
import type { Exchange } from '../exchange.ts';
import { cookieName, readCookie, setCookie } from '../http/cookies.ts';
import type { SessionRecord } from '../storage/records.ts';
import type { PendingAuthorization } from './pending.ts';

/** What check_session_iframe finds in the browser where nobody is signed in: no cookie. */
const NOBODY = '';

/** What an authorization response says about the session that it was made in. */
export interface SessionState {
  readonly parameters: Readonly<Record<string, string>>;
  /** Set-Cookie values. */
  readonly cookies: readonly string[];
}

export const NO_SESSION_STATE: SessionState = { parameters: {}, cookies: [] };

/**
 * `session_state` (OIDC Session Management 1.0 §2): tells check_session_iframe whether the browser's session is still the one that
 * the client was answered in. Only for OpenID clients of a dialect that has such a frame, at a page that can hold one.
 */
export function sessionState(
  exchange: Exchange,
  { request, target }: Pick<PendingAuthorization, 'request' | 'target'>,
  session: SessionRecord | null,
): SessionState {
  const { deps, dialect } = exchange;
  const { origin } = new URL(target.redirect_uri);
  const isMonitored = dialect.paths.check_session_iframe !== undefined && target.reader === 'person';
  if (!isMonitored || origin === 'null' || !request.scope.includes('openid')) return NO_SESSION_STATE;
  const salt = deps.random(16).toString('base64url');
  const hash = createHash('sha256')
    .update([target.client_id, origin, browserState(exchange, session), salt].join(' '))
    .digest('base64url');
  return { parameters: { session_state: `${hash}.${salt}` }, cookies: browserStateCookies(exchange, session) };
}

/** The cookies that bring the browser up to date; none where it is, or where no dialect of the tenant has a frame to read them. */
export function browserStateCookies(exchange: Exchange, session: SessionRecord | null): string[] {
  const { tenant, request, deps } = exchange;
  if (dialectsOf(tenant.settings).every(({ paths }) => paths.check_session_iframe === undefined)) return [];
  const state = browserState(exchange, session);
  if (state === (readCookie(request.headers, cookieName(tenant, 'state')) ?? NOBODY)) return [];
  return [setCookie(tenant, 'state', state, session === null ? 0 : session.expires_at - deps.clock())];
}

/** Another one for each session. Scripts may read it, so it tells nothing: neither `sid` nor the session's secret. */
function browserState({ deps, tenant }: Exchange, session: SessionRecord | null): string {
  return session === null ? NOBODY : deps.sealer.mac('browser-state', `${tenant.tenant_id}\0${session.sid}`);
}
