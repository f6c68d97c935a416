import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

interface TestKey {
  kid: string;
  alg: string;
  privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  jwk: JWK;
}

/** An authorization server made of jose and node:http, whose every answer a test can change. */
export interface TestIssuer {
  readonly url: string;
  /** Requests that arrived, as `METHOD path`. */
  readonly requests: string[];
  /** Set to answer everything with this status. */
  failWith: number | null;
  cacheControl: string | null;
  metadata: Record<string, unknown>;
  jwks: { keys: unknown[] };
  /** What introspection answers, by token. */
  readonly introspection: Map<string, Record<string, unknown>>;
  /** Generates a key, publishes it unless told not to, and signs with it from now on. */
  rotate(alg?: string, publish?: boolean): Promise<void>;
  /** An access token with these changes; undefined removes a claim. */
  token(change?: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  close(): Promise<void>;
}

export const resource = 'https://api.example/v1';
/** The second at which every test begins. */
export const startOfTime = 1_800_000_000;
export const credentials = { client_id: 'the api', client_secret: 'se:cret&+ü' };
const expectedAuthorization = `Basic ${Buffer.from('the+api:se%3Acret%26%2B%C3%BC').toString('base64')}`;

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

async function aKey(alg: string): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, alg, privateKey, jwk: { ...jwk, kid, alg, use: 'sig' } };
}

export async function startIssuer(): Promise<TestIssuer> {
  let signingKey = await aKey('ES256');
  const requests: string[] = [];

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests.push(`${request.method} ${request.url}`);
    const send = (status: number, body: unknown) => {
      if (issuer.cacheControl) response.setHeader('cache-control', issuer.cacheControl);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (issuer.failWith) return send(issuer.failWith, {});
    if (request.url === '/.well-known/oauth-authorization-server') return send(200, issuer.metadata);
    if (request.url === '/jwks') return send(200, issuer.jwks);
    if (request.url !== '/introspect') return send(404, {});
    if (request.headers.authorization !== expectedAuthorization) return send(401, { error: 'invalid_client' });
    return send(200, issuer.introspection.get((await readForm(request)).get('token') ?? '') ?? { active: false });
  }

  const server = createServer((request, response) => void route(request, response));
  const url = await listen(server);
  const issuer: TestIssuer = {
    url,
    requests,
    failWith: null,
    cacheControl: null,
    metadata: { issuer: url, jwks_uri: `${url}/jwks`, introspection_endpoint: `${url}/introspect` },
    jwks: { keys: [signingKey.jwk] },
    introspection: new Map(),
    async rotate(alg = 'ES256', publish = true) {
      signingKey = await aKey(alg);
      if (publish) issuer.jwks.keys.push(signingKey.jwk);
    },
    token(change = {}, header = {}) {
      const claims = {
        iss: url,
        aud: resource,
        sub: 'alice',
        client_id: 'app',
        scope: 'read',
        jti: 'j1',
        iat: startOfTime,
        exp: startOfTime + 300,
        ...change,
      };
      const protectedHeader = { alg: signingKey.alg, kid: signingKey.kid, typ: 'at+jwt', ...header };
      return new SignJWT(claims).setProtectedHeader(protectedHeader).sign(signingKey.privateKey);
    },
    close: () => close(server),
  };
  return issuer;
}

/** A clock that stands still until it is moved. Seconds. */
export function fakeClock(now: number = startOfTime) {
  const clock = () => now;
  return Object.assign(clock, {
    advance(seconds: number) {
      now += seconds;
    },
  });
}
