import { challengeOf, randomText } from '../../auth/pkce.ts';
import type { Dialect } from './dialect.ts';
import { decodeToken } from './token.ts';

/** What the developer chose for one authorization request. */
export interface Choice {
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly response_type: string;
  readonly scope: string;
  readonly usesPkce: boolean;
  /** As in a query: `prompt=login&resource=...`. */
  readonly more: string;
}

/** One authorization request, and what its answer is held against. It lives in this page alone, and with it its verifier. */
export interface Attempt {
  readonly redirect_uri: string;
  readonly response_type: string;
  readonly scope: string;
  readonly state: string;
  readonly nonce: string | null;
  /** null: without PKCE. */
  readonly code_verifier: string | null;
  readonly authorization_endpoint: string;
  /** Of the authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3), in order and in the words of the dialect. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

export const givesCode = (response_type: string): boolean => response_type.split(' ').includes('code');

/** With a fresh verifier, state and nonce. What `more` names replaces what stands here. */
export async function beginAttempt(choice: Choice, dialect: Dialect): Promise<Attempt> {
  const { client_id, redirect_uri, response_type, usesPkce, more } = choice;
  const scope = choice.scope.trim();
  const code_verifier = usesPkce && givesCode(response_type) ? randomText() : null;
  const parameters = new URLSearchParams(
    written(dialect, {
      client_id,
      response_type,
      redirect_uri,
      ...(scope === '' ? {} : { scope }),
      state: randomText(),
      ...(scope.split(' ').includes('openid') ? { nonce: randomText() } : {}),
      ...(code_verifier === null
        ? {}
        : { code_challenge: await challengeOf(code_verifier), code_challenge_method: 'S256' }),
    }),
  );
  for (const [name, value] of new URLSearchParams(more)) parameters.set(name, value);
  return {
    redirect_uri,
    response_type,
    scope,
    state: parameters.get('state') ?? '',
    nonce: parameters.get('nonce'),
    code_verifier,
    authorization_endpoint: dialect.endpoints.authorization_endpoint ?? '',
    parameters: [...parameters],
  };
}

/** In the words of the dialect. */
function written(dialect: Dialect, parameters: Readonly<Record<string, string>>): [name: string, value: string][] {
  const { authorization_names: names, implied, scopes } = dialect;
  const said = Object.entries(parameters).filter(
    ([name, value]) => name !== 'response_type' || !implied.includes(value),
  );
  return said.map(([name, value]) => {
    const isList = name === 'scope' && scopes === 'json_array';
    return [names[name] ?? name, isList ? JSON.stringify(value.split(/ +/)) : value];
  });
}

export function urlOf({ authorization_endpoint, parameters }: Attempt): string {
  return `${authorization_endpoint}?${new URLSearchParams(parameters.map(([name, value]) => [name, value]))}`;
}

/** What came back to the redirect URI (RFC 6749 §4.1.2, OIDC Core §3.2.2.5, §3.3.2.5). */
export interface Answer {
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** null: there is none, or the answer is not one to this request. */
  readonly code: string | null;
  /** Likewise. */
  readonly access_token: string | null;
  /** What is not as it should be. */
  readonly problems: readonly AnswerProblem[];
}

export type AnswerProblem =
  | 'notUrl'
  | 'elsewhere'
  | 'wrongState'
  | 'wrongIssuer'
  | 'wrongNonce'
  | 'refused'
  | 'noCode'
  | 'noToken';

/** Reads the address that the browser ended at, and holds it against the request, as the app has to. */
export function readAnswer(address: string, attempt: Attempt, issuer: string): Answer {
  const text = address.trim();
  if (!URL.canParse(text)) return { parameters: [], code: null, access_token: null, problems: ['notUrl'] };
  const parameters = parametersOf(new URL(text));
  const isRefused = parameters.has('error');
  const iss = parameters.get('iss');
  const isOther = parameters.get('state') !== attempt.state;
  const problems: (readonly [AnswerProblem, boolean])[] = [
    ['elsewhere', !text.startsWith(attempt.redirect_uri)],
    ['wrongState', isOther],
    // RFC 9207 §2.4. A dialect may leave it out.
    ['wrongIssuer', iss !== null && iss !== issuer],
    ['wrongNonce', isOfAnother(parameters.get('id_token'), attempt.nonce)],
    ['refused', isRefused],
    ['noCode', !isRefused && givesCode(attempt.response_type) && !parameters.has('code')],
    ['noToken', !isRefused && tokensOf(attempt.response_type).some((name) => !parameters.has(name))],
  ];
  return {
    parameters: [...parameters],
    code: isOther ? null : parameters.get('code'),
    access_token: isOther ? null : parameters.get('access_token'),
    problems: problems.flatMap(([problem, isThere]) => (isThere ? [problem] : [])),
  };
}

/** Out of the fragment where there are any (OAuth 2.0 Multiple Response Types §2.1); one of the app's own is none. */
function parametersOf({ search, hash }: URL): URLSearchParams {
  const inFragment = new URLSearchParams(hash.slice(1));
  const isAnswer = ['code', 'id_token', 'access_token', 'error'].some((name) => inFragment.has(name));
  return isAnswer ? inFragment : new URLSearchParams(search);
}

/** OIDC Core §3.2.2.11 */
function isOfAnother(id_token: string | null, nonce: string | null): boolean {
  return id_token !== null && nonce !== null && decodeToken(id_token)?.claims.nonce !== nonce;
}

function tokensOf(response_type: string): string[] {
  const names: Readonly<Record<string, string>> = { token: 'access_token', id_token: 'id_token' };
  return response_type.split(' ').flatMap((value) => names[value] ?? []);
}
