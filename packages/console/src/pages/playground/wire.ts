import { type AuthenticatedClient, authMethodOf } from './authenticated-client.ts';
import type { Dialect } from './dialect.ts';

export type Parameters = Readonly<Record<string, string>>;

/** A request as the page sends it, and as it may be looked at. */
export interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Parameters;
  readonly body: string | null;
  /** The same in the form of HTTP, without what nobody should read off a screen. */
  readonly shown: string;
}

const HIDDEN = '********';
/** What is good for something as long as the request has not been sent. */
const SHORTENED = ['code', 'code_verifier', 'refresh_token'];
/** Characters by which one is told from another. */
const TELLING = 6;

/** A token request (RFC 6749 §4.1.3, §4.4.2, §6) in the words of the dialect, from a client that authenticates with its secret or not at all. */
export function tokenRequest(
  dialect: Dialect,
  client: AuthenticatedClient,
  parameters: Parameters,
  client_secret: string,
): Outgoing {
  const url = dialect.endpoints.token_endpoint ?? '';
  const written = tokenParameters(dialect, client, parameters);
  const method = authMethodOf(client);
  const inBody = method === 'client_secret_post' ? { client_secret } : {};
  const type = { 'Content-Type': TYPES[dialect.token_request] };
  const basic = (credentials: string) =>
    method === 'client_secret_basic' ? { Authorization: `Basic ${credentials}` } : {};
  const shownBody = bodyOf(dialect, masked({ ...written, ...inBody }));
  return {
    method: 'POST',
    url,
    headers: { ...type, ...basic(basicCredentials(client.client_id, client_secret)) },
    body: bodyOf(dialect, { ...written, ...inBody }),
    shown: asText('POST', url, { ...type, ...basic(HIDDEN) }, broken(dialect, shownBody)),
  };
}

/** OIDC Core §5.3.1, RFC 6750 §2.1 */
export function userinfoRequest(url: string, access_token: string): Outgoing {
  const headers = { Authorization: `Bearer ${access_token}` };
  const shown = { Authorization: `Bearer ${shortened(access_token)}` };
  return { method: 'GET', url, headers, body: null, shown: asText('GET', url, shown, null) };
}

/** Everything but the secret that the request says. With Basic the header says whose it is. */
export function tokenParameters(dialect: Dialect, client: AuthenticatedClient, parameters: Parameters): Parameters {
  const { grant_type = '', ...others } = parameters;
  return {
    ...(dialect.implied.includes(grant_type) ? {} : { grant_type }),
    ...others,
    ...(authMethodOf(client) === 'client_secret_basic' ? {} : { client_id: client.client_id }),
  };
}

export const TYPES = { form: 'application/x-www-form-urlencoded', json: 'application/json' } as const;

function bodyOf({ token_request }: Dialect, parameters: Parameters): string {
  return token_request === 'json' ? JSON.stringify(parameters, null, 2) : new URLSearchParams(parameters).toString();
}

/** A form has no line breaks; it is shown with some, as the RFCs show theirs. */
function broken({ token_request }: Dialect, body: string): string {
  return token_request === 'json' ? body : body.replaceAll('&', '\n&');
}

/** RFC 6749 §2.3.1: each part form-encoded. */
function basicCredentials(client_id: string, client_secret: string): string {
  const encoded = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
  return btoa(`${encoded(client_id)}:${encoded(client_secret)}`);
}

function masked(parameters: Parameters): Parameters {
  const shown = Object.entries(parameters).map(([name, value]) => {
    if (name === 'client_secret') return [name, HIDDEN];
    return [name, SHORTENED.includes(name) ? shortened(value) : value];
  });
  return Object.fromEntries(shown);
}

function shortened(text: string): string {
  return `${text.slice(0, TELLING)}${HIDDEN}`;
}

function asText(method: string, url: string, headers: Parameters, body: string | null): string {
  const head = [`${method} ${url}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return [...head, ...(body === null ? [] : ['', body])].join('\n');
}
