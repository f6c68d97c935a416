import { createHash, randomBytes } from 'node:crypto';
import type { StepName } from '../scenarios.ts';
import { APIS, type ApiName, IDENTITY_SCOPE, REDIRECT_URI, type Wiring } from '../wiring.ts';
import { type Answer, type HttpConnection, headerOf } from './http-connection.ts';
import { get, post, postJson } from './requests.ts';

/** One unit of work on one connection; rejects unless the server did all of it. */
export type Step = () => Promise<void>;

/** What one connection works with. */
export interface Worker {
  readonly wiring: Wiring;
  readonly connection: HttpConnection;
  /** Counts connections from 0. */
  readonly number: number;
}

/** What a scenario does over and over, after whatever it must have first. */
export const STEPS: Readonly<Record<StepName, (worker: Worker) => Promise<Step>>> = {
  discovery: async ({ wiring, connection }) => {
    const request = get(wiring, wiring.paths.discovery);
    return async () => {
      expectMember(await connection.send(request), '"issuer"');
    };
  },
  client_credentials_es256: (worker) => clientCredentials(worker, 'es256'),
  client_credentials_rs256: (worker) => clientCredentials(worker, 'rs256'),
  client_credentials_opaque: (worker) => clientCredentials(worker, 'opaque'),
  introspection_opaque: (worker) => introspection(worker, 'opaque'),
  introspection_jwt: (worker) => introspection(worker, 'es256'),
  refresh: async (worker) => {
    let refresh_token = (await codeFlow(worker, 'es256')).refresh_token;
    return async () => {
      const { resource } = APIS.es256;
      const answer = await token(worker, { grant_type: 'refresh_token', refresh_token, resource });
      const next = readTokens(answer).refresh_token;
      if (next === refresh_token) throw new Error('the refresh token was not rotated');
      refresh_token = next;
    };
  },
  code_flow: async (worker) => async () => {
    await codeFlow(worker, 'es256');
  },
};

async function clientCredentials({ wiring, connection }: Worker, api: ApiName): Promise<Step> {
  const { resource, scope, alg } = APIS[api];
  const client = wiring.clients.machine;
  const members = { grant_type: 'client_credentials', scope, resource };
  const request =
    wiring.wire === 'json'
      ? postJson(wiring, wiring.paths.token, { client, members })
      : post(wiring, wiring.paths.token, { client, form: members });
  const { access_token } = JSON.parse((await connection.send(request)).body) as { access_token?: string };
  if (algorithmOf(access_token ?? '') !== alg)
    throw new Error(`the access token is not as expected (${alg ?? 'opaque'}): ${access_token}`);
  return async () => {
    expectMember(await connection.send(request), '"access_token"');
  };
}

async function introspection(worker: Worker, api: ApiName): Promise<Step> {
  const { wiring, connection } = worker;
  const { access_token } = await codeFlow(worker, api);
  if (algorithmOf(access_token) !== APIS[api].alg) throw new Error(`this is not the expected token: ${access_token}`);
  const request = post(wiring, wiring.paths.introspection, {
    client: wiring.clients.api,
    form: { token: access_token },
  });
  return async () => {
    expectMember(await connection.send(request), '"active":true');
  };
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** Authorization request by a signed-in browser with a remembered consent, its redirect, the code for tokens (RFC 6749 §4.1). */
async function codeFlow(worker: Worker, api: ApiName): Promise<Tokens> {
  const { wiring, connection, number } = worker;
  const { resource, scope } = APIS[api];
  const code_verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: wiring.clients.app.client_id,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: `${IDENTITY_SCOPE} ${scope}`,
    resource,
    state: code_verifier.slice(0, 16),
    nonce: code_verifier.slice(16, 32),
    code_challenge: createHash('sha256').update(code_verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const cookie = wiring.cookies[number % wiring.cookies.length];
  const redirect = await connection.send(get(wiring, `${wiring.paths.authorization}?${query}`, cookie));
  const code = new URL(headerOf(redirect.head, 'location') ?? '', 'http://nowhere').searchParams.get('code');
  if (code === null) throw new Error(`the redirect carries no code: ${redirect.head}${redirect.body.slice(0, 500)}`);
  const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, code_verifier, resource };
  return readTokens(await token(worker, form));
}

function token({ wiring, connection }: Worker, form: Record<string, string>): Promise<Answer> {
  return connection.send(post(wiring, wiring.paths.token, { client: wiring.clients.app, form }));
}

function readTokens(answer: Answer): Tokens {
  expectMember(answer, '"id_token"');
  const { access_token, refresh_token } = JSON.parse(answer.body) as Partial<Tokens>;
  if (access_token === undefined || refresh_token === undefined) throw new Error(`tokens are missing: ${answer.body}`);
  return { access_token, refresh_token };
}

function expectMember({ status, head, body }: Answer, member: string): void {
  if (status === 200 && body.includes(member)) return;
  throw new Error(`expected 200 with ${member}, got:\n${head}\n${body.slice(0, 500)}`);
}

/** null for a token that is no JWT. */
function algorithmOf(access_token: string): string | null {
  const [header, payload] = access_token.split('.');
  if (payload === undefined) return null;
  const { alg } = JSON.parse(Buffer.from(header ?? '', 'base64url').toString()) as { alg?: string };
  return alg ?? null;
}
