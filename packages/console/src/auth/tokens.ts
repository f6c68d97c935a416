import type { Environment } from '../environment.ts';
import {
  authorizationRequest,
  CLIENT_ID,
  oauthUrl,
  type PendingRequest,
  redirectUri,
} from './authorization-request.ts';
import { refusalOf, SignInError } from './sign-in-error.ts';

/** RFC 6749 §5.1 and OIDC Core §3.1.3.3, as the console keeps it, in memory alone. */
export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  /** When the access token ends, in seconds of the clock that was given. */
  readonly expires_at: number;
}

type Parameters = Readonly<Record<string, unknown>>;

/**
 * Asks for a code in the background, with the session that the browser has with the server: it answers in JSON, and with
 * `login_required` where there is nobody or somebody has to be asked something. Throws SignInError.
 */
export async function silentTokens(
  environment: Environment,
  clock: () => number,
  id_token_hint: string | null = null,
): Promise<Tokens> {
  const { url, pending } = await authorizationRequest(environment, id_token_hint);
  const response = await fetch(url, { headers: { accept: 'application/json' } });
  const answer = await jsonOf(response);
  // It is the answer to this very request, so it needs neither state nor iss.
  if (!response.ok || typeof answer.code !== 'string') throw refusalOf(answer, response);
  return redeem(environment, clock, { code: answer.code, pending });
}

/** Redeems a code (RFC 6749 §4.1.3, §4.1.4). Throws SignInError. */
export async function redeem(
  environment: Environment,
  clock: () => number,
  { code, pending }: { code: string; pending: PendingRequest },
): Promise<Tokens> {
  const asked_at = clock();
  const response = await fetch(oauthUrl(environment, 'token'), {
    method: 'POST',
    body: new URLSearchParams({
      client_id: CLIENT_ID,
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri(environment),
      code_verifier: pending.code_verifier,
    }),
    credentials: 'omit',
  });
  const issued = await jsonOf(response);
  const { access_token, id_token, expires_in } = issued;
  if (!response.ok || typeof access_token !== 'string' || typeof id_token !== 'string')
    throw refusalOf(issued, response);
  // OIDC Core §3.1.3.7, 11.
  if (claimsOf(id_token).nonce !== pending.nonce) throw new SignInError('invalid_nonce', 'The ID token is not for us');
  return { access_token, id_token, expires_at: asked_at + Number(expires_in) };
}

/** The claims of an ID token that came straight from the token endpoint, whose TLS vouches for it (OIDC Core §3.1.3.7, 6). */
export function claimsOf(id_token: string): Parameters {
  const payload = (id_token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Parameters;
}

/** Empty for what is no JSON object: a proxy's page, for one. */
async function jsonOf(response: Response): Promise<Parameters> {
  const answer: unknown = await response.json().catch(() => null);
  return typeof answer === 'object' && answer !== null ? (answer as Parameters) : {};
}
