import { base64urlOf } from '../../../sample/base64url.ts';
import { RefusedError } from '../../../sample/problems.ts';
import { UntrustedTokenError } from '../../signed-token.ts';
import { validateIdToken } from './id-token.ts';
import { askName, discover, issuerKeys } from './issuer.ts';
import type { AbaxState, Session } from './state.ts';

export const SCOPE = 'openid profile testapi';
const MOST_PENDING = 5;
/** For an issuer that does not say how long its tokens live. */
const USUAL_LIFETIME = '3600';

/** The address of an authorization request; what its answer will be checked against is kept. Throws what fetch throws. */
export async function authorizationUrl(state: AbaxState, more: Readonly<Record<string, string>>): Promise<string> {
  const { authorization_endpoint } = await discover(state);
  const [request, nonce] = [random(), random()];
  state.pending.set(request, nonce);
  const [oldest] = state.pending.keys();
  if (state.pending.size > MOST_PENDING && oldest !== undefined) state.pending.delete(oldest);
  const url = new URL(authorization_endpoint);
  const parameters = {
    client_id: state.options.client_id,
    response_type: 'id_token token',
    scope: SCOPE,
    state: request,
    nonce,
    ...more,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** The nonce that belongs to an answer, once; undefined: this tab did not ask for it, or had it already. */
export function takeNonce({ pending }: AbaxState, answer: URLSearchParams): string | undefined {
  const request = answer.get('state') ?? '';
  const nonce = pending.get(request);
  pending.delete(request);
  return nonce;
}

/** The session that an answer gives. Throws RefusedError, UntrustedTokenError and what fetch throws. */
export async function openSession(state: AbaxState, answer: URLSearchParams, nonce: string): Promise<Session> {
  const error = answer.get('error');
  if (error !== null) throw new RefusedError(error, answer.get('error_description') ?? undefined);
  const { issuer, client_id, clock } = state.options;
  // RFC 9207 §2.4: the answer must be of the issuer that was asked.
  if (answer.get('iss') !== issuer) throw new UntrustedTokenError('another issuer answered');
  const [id_token, access_token] = [answer.get('id_token'), answer.get('access_token')];
  if (id_token === null || access_token === null) throw new UntrustedTokenError('a token is missing');
  const keys = await issuerKeys(state);
  const now = clock();
  const sub = await validateIdToken(id_token, { issuer, client_id, keys, nonce, access_token, now });
  const before = state.session;
  // OIDC Core §12.2 for a renewed token: it must be about the same person.
  if (before !== null && before.sub !== sub) throw new UntrustedTokenError('it is about somebody else');
  return {
    sub,
    name: before?.name ?? (await askName(state, access_token, sub)),
    access_token,
    id_token,
    scope: (answer.get('scope') ?? SCOPE).split(' '),
    obtained_at: now,
    expires_at: now + Number(answer.get('expires_in') ?? USUAL_LIFETIME),
    session_state: answer.get('session_state'),
    books: before?.books ?? null,
  };
}

export function random(): string {
  return base64urlOf(crypto.getRandomValues(new Uint8Array(24)));
}
