import { REDIRECT_URI, type TestServer, type TestUser } from './start-server.ts';
import { UserAgent } from './user-agent.ts';

/** RFC 7636 Appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** undefined leaves a parameter out, several values repeat it. */
export type Changes = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A complete authorization request, with changes, form-encoded. */
export function requestParameters(client: { client_id: string }, changes: Changes = {}): URLSearchParams {
  const defaults = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: 'openid',
    state: 'af0ifjsldkj',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...defaults, ...changes })) {
    for (const one of value === undefined ? [] : typeof value === 'string' ? [value] : value)
      parameters.append(name, one);
  }
  return parameters;
}

/** The same as the URL of a GET request. */
export function requestUrl(client: { client_id: string }, changes: Changes = {}): string {
  return `/authorize?${requestParameters(client, changes)}`;
}

/** The same as the body of a POST request. */
export function requestForm(client: { client_id: string }, changes: Changes = {}): RequestInit {
  return { method: 'POST', body: requestParameters(client, changes) };
}

/** A browser on which the user is signed in; no app has been allowed anything. */
export async function signedInAgent(
  server: TestServer,
  user: TestUser,
  agent = new UserAgent(server),
): Promise<UserAgent> {
  const page = await (await agent.visit(requestUrl(await server.aClient(), { prompt: 'login' }))).text();
  await agent.signIn(page, user);
  return agent;
}
