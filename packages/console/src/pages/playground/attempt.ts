import type { Results } from '../../api/operations.ts';
import { challengeOf, randomText } from '../../auth/pkce.ts';

export type Metadata = Results['getMetadata'];

/** What the developer chose for one run of the code flow. */
export interface Choice {
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly scope: string;
  /** As in a query: `prompt=login&resource=...`. */
  readonly more: string;
}

/** One run of the code flow. It lives in this page alone, and with it its verifier. */
export interface Attempt {
  readonly redirect_uri: string;
  readonly state: string;
  readonly code_verifier: string;
  readonly authorization_endpoint: string;
  /** Of the authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3), in order. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** With a fresh verifier, state and nonce. What `more` names replaces what stands here. */
export async function beginAttempt(
  { client_id, redirect_uri, scope, more }: Choice,
  authorization_endpoint: string,
): Promise<Attempt> {
  const code_verifier = randomText();
  const parameters = new URLSearchParams({
    client_id,
    response_type: 'code',
    redirect_uri,
    scope: scope.trim(),
    state: randomText(),
    ...(scope.split(' ').includes('openid') ? { nonce: randomText() } : {}),
    code_challenge: await challengeOf(code_verifier),
    code_challenge_method: 'S256',
  });
  for (const [name, value] of new URLSearchParams(more)) parameters.set(name, value);
  const state = parameters.get('state') ?? '';
  return { redirect_uri, state, code_verifier, authorization_endpoint, parameters: [...parameters] };
}

export function urlOf({ authorization_endpoint, parameters }: Attempt): string {
  return `${authorization_endpoint}?${new URLSearchParams(parameters.map(([name, value]) => [name, value]))}`;
}

/** What came back to the redirect URI (RFC 6749 §4.1.2). */
export interface Answer {
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly code: string | null;
  /** What is not as it should be. */
  readonly problems: readonly AnswerProblem[];
}

export type AnswerProblem = 'notUrl' | 'elsewhere' | 'wrongState' | 'wrongIssuer' | 'refused' | 'noCode';

/** Reads the address that the browser ended at, and holds it against the request, as the app has to. */
export function readAnswer(pasted: string, attempt: Attempt, issuer: string): Answer {
  const text = pasted.trim();
  if (!URL.canParse(text)) return { parameters: [], code: null, problems: ['notUrl'] };
  const url = new URL(text);
  const parameters = new URLSearchParams(url.search === '' ? url.hash.slice(1) : url.search);
  const [code, iss] = [parameters.get('code'), parameters.get('iss')];
  const problems: (readonly [AnswerProblem, boolean])[] = [
    ['elsewhere', !text.startsWith(attempt.redirect_uri)],
    ['wrongState', parameters.get('state') !== attempt.state],
    // RFC 9207 §2.4. A dialect may leave it out.
    ['wrongIssuer', iss !== null && iss !== issuer],
    ['refused', parameters.has('error')],
    ['noCode', code === null && !parameters.has('error')],
  ];
  return {
    parameters: [...parameters],
    code,
    problems: problems.flatMap(([problem, isThere]) => (isThere ? [problem] : [])),
  };
}
