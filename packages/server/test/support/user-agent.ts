import type { IssuedClient } from '../../src/management/client-information.ts';
import { pkce, REDIRECT_URI, type TestServer, type TestUser } from './start-server.ts';

/** A browser without a screen: keeps cookies, follows redirects within the issuer, fills in forms. */
export class UserAgent {
  readonly cookies = new Map<string, string>();
  readonly #server: TestServer;

  constructor(server: TestServer) {
    this.#server = server;
  }

  /** One request with this browser's cookies; redirects are not followed. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0)
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await this.#server.fetch(path, { redirect: 'manual', ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split('; ');
      const at = pair.indexOf('=');
      if (attributes.includes('Max-Age=0')) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Sends, then follows redirects as long as they stay with the issuer. */
  async visit(path: string, init?: RequestInit): Promise<Response> {
    let response = await this.send(path, init);
    for (let hops = 0; hops < 10; hops++) {
      const location = response.headers.get('location');
      if (location === null || !location.startsWith(`${this.#server.issuer}/`)) return response;
      response = await this.send(location);
    }
    throw new Error('too many redirects');
  }

  /** Submits the page's form that has a button or field for each of `values`, which are added to its hidden fields (and replace them). */
  async submit(page: string, values: Record<string, string | readonly string[]>): Promise<Response> {
    const forms = page.match(/<form[\s\S]*?<\/form>/g) ?? [];
    const form =
      forms.find((one) => Object.keys(values).every((name) => one.includes(`name="${name}"`))) ?? forms[0] ?? '';
    const action = attribute(form, 'action');
    const body = new URLSearchParams();
    for (const input of form.match(/<input[^>]*>/g) ?? []) {
      const name = attribute(input, 'name');
      if (!/type="hidden"/.test(input) || name in values) continue;
      body.append(name, attribute(input, 'value'));
    }
    for (const [name, value] of Object.entries(values)) {
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
    }
    return this.visit(action, { method: 'POST', body, headers: { origin: new URL(this.#server.issuer).origin } });
  }

  /** From a page that asks for it to whatever comes next. */
  async signIn(page: string, user: TestUser): Promise<Response> {
    return this.submit(page, { email: user.email, password: user.password, action: 'sign_in' });
  }
}

function attribute(tag: string, name: string): string {
  return (new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"');
}

export type AuthorizationParameters = Record<string, string>;

/** The URL of an authorization request with everything that is usually needed. */
export function authorizationUrl(client: { client_id: string }, parameters: AuthorizationParameters = {}): string {
  const defaults = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: 'openid',
    state: 'af0ifjsldkj',
  };
  return `/authorize?${new URLSearchParams({ ...defaults, ...parameters })}`;
}

export interface Authorized {
  readonly code: string;
  readonly code_verifier: string;
  readonly redirect_uri: string;
  readonly agent: UserAgent;
  readonly response: Response;
}

/** A whole authorization: request, sign-in, consent to everything; ends with the code. */
export async function authorize(
  server: TestServer,
  client: IssuedClient,
  user: TestUser,
  parameters: AuthorizationParameters = {},
  agent = new UserAgent(server),
): Promise<Authorized> {
  const { code_verifier, ...challenge } = pkce();
  const all = { redirect_uri: REDIRECT_URI, scope: 'openid offline_access invoices.read', ...challenge, ...parameters };
  let response = await agent.visit(authorizationUrl(client, all));
  for (let pages = 0; pages < 4 && response.status === 200; pages++) {
    const page = await response.text();
    response = page.includes('name="password"')
      ? await agent.signIn(page, user)
      : await agent.submit(page, { decision: 'allow', scope: all.scope.split(' ') });
  }
  const code = new URL(response.headers.get('location') ?? 'about:blank').searchParams.get('code');
  if (code === null)
    throw new Error(`no code: ${response.status} ${response.headers.get('location')} ${await response.text()}`);
  return { code, code_verifier, redirect_uri: all.redirect_uri, agent, response };
}

/** `Authorization: Basic` of a client (RFC 6749 §2.3.1). */
export function basic(client: { client_id: string; client_secret?: string | undefined }): string {
  const encode = (value: string) => new URLSearchParams([['', value]]).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(client.client_id)}:${encode(client.client_secret ?? '')}`).toString('base64')}`;
}

/** A request that a client makes: form-encoded, authenticated with Basic if it has a secret. */
export async function post(
  server: TestServer,
  path: string,
  client: { client_id: string; client_secret?: string | undefined },
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const secret = client.client_secret !== undefined;
  return server.fetch(path, {
    method: 'POST',
    headers: { ...(secret ? { authorization: basic(client) } : {}), ...headers },
    body: new URLSearchParams(secret ? parameters : { client_id: client.client_id, ...parameters }),
  });
}

export interface TokenResponse {
  access_token: string;
  token_type: string;
  expires_in: number;
  refresh_token?: string;
  id_token?: string;
  scope?: string;
  error?: string;
  error_description?: string;
}

/** Redeems a code (RFC 6749 §4.1.3). */
export async function redeem(
  server: TestServer,
  client: IssuedClient,
  { code, code_verifier, redirect_uri }: Pick<Authorized, 'code' | 'code_verifier' | 'redirect_uri'>,
  parameters: Record<string, string> = {},
): Promise<{ status: number; body: TokenResponse }> {
  const response = await post(server, '/token', client, {
    grant_type: 'authorization_code',
    code,
    code_verifier,
    redirect_uri,
    ...parameters,
  });
  return { status: response.status, body: (await response.json()) as TokenResponse };
}

/** Refreshes (RFC 6749 §6). */
export async function refresh(
  server: TestServer,
  client: IssuedClient,
  refresh_token: string,
  parameters: Record<string, string> = {},
): Promise<{ status: number; body: TokenResponse }> {
  const response = await post(server, '/token', client, { grant_type: 'refresh_token', refresh_token, ...parameters });
  return { status: response.status, body: (await response.json()) as TokenResponse };
}
