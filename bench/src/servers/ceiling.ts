import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ACCESS_TOKEN_TTL, API_LIST, BROWSERS, type Wiring } from '../wiring.ts';

/**
 * The ceiling: node:http, a parsed form and the signatures that the answer needs, and nothing else. No client is authenticated,
 * nothing is validated, no error is told apart, nothing is stored beyond a Map. No server that does its duty can be faster.
 */
const port = Number(process.argv[2]);
const keys = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
const headers = { ES256: headerOf('ES256'), RS256: headerOf('RS256') };
const metadata = JSON.stringify({
  issuer: `http://127.0.0.1:${port}`,
  token_endpoint: '/token',
  filler: 'x'.repeat(2000),
});
const challenges = new Map<string, string>();
const refreshTokens = new Set<string>();
const opaqueTokens = new Map<string, object>();

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === '/discovery') answer(response, metadata);
  else if (pathname === '/authorize') authorize(searchParams, response);
  else readForm(request, (form) => (pathname === '/token' ? token(form, response) : introspect(form, response)));
});
server.listen(port, '127.0.0.1', () => {
  const wiring: Wiring = {
    port,
    wire: 'form',
    paths: { discovery: '/discovery', authorization: '/authorize', token: '/token', introspection: '/introspect' },
    cookies: Array.from({ length: BROWSERS }, (_, number) => `session=${number}`),
    clients: { machine: nobody('machine'), app: nobody('app'), api: nobody('api') },
  };
  process.send?.(wiring);
});
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});

function authorize(query: URLSearchParams, response: ServerResponse): void {
  const code = randomBytes(32).toString('base64url');
  challenges.set(code, query.get('code_challenge') ?? '');
  const location = `${query.get('redirect_uri')}?code=${code}&state=${query.get('state')}`;
  response.writeHead(303, { location, 'content-length': 0 }).end();
}

async function token(form: URLSearchParams, response: ServerResponse): Promise<void> {
  if (!consume(form)) {
    answer(response, '{"error":"invalid_grant"}', 400);
    return;
  }
  const api = API_LIST.find(({ resource }) => resource === form.get('resource'));
  const alg = api === undefined ? 'ES256' : api.alg;
  const access_token = alg === null ? opaqueToken() : await jwt(alg, claims(api?.resource ?? ''));
  const forUser = form.get('grant_type') !== 'client_credentials';
  const tokens = {
    access_token,
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_TTL,
    ...(forUser ? { refresh_token: newRefreshToken(), id_token: await jwt('ES256', claims('app')) } : {}),
  };
  answer(response, JSON.stringify(tokens));
}

/** A code with its PKCE challenge, or a refresh token: each once. */
function consume(form: URLSearchParams): boolean {
  const grant_type = form.get('grant_type');
  if (grant_type === 'refresh_token') return refreshTokens.delete(form.get('refresh_token') ?? '');
  if (grant_type !== 'authorization_code') return true;
  const code = form.get('code') ?? '';
  const verifier = form.get('code_verifier') ?? '';
  const known = challenges.get(code) === createHash('sha256').update(verifier).digest('base64url');
  return challenges.delete(code) && known;
}

function introspect(form: URLSearchParams, response: ServerResponse): void {
  const value = form.get('token') ?? '';
  const facts = opaqueTokens.get(value) ?? verifiedClaims(value);
  answer(response, JSON.stringify(facts === null ? { active: false } : { active: true, ...facts }));
}

function verifiedClaims(value: string): object | null {
  const [header = '', payload = '', signature = ''] = value.split('.');
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('sha256', signed, keys.ES256.publicKey, toDer(Buffer.from(signature, 'base64url')))) return null;
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
}

function readForm(request: IncomingMessage, done: (form: URLSearchParams) => void): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => done(new URLSearchParams(body)));
}

function answer(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function claims(aud: string): object {
  const iat = Math.floor(Date.now() / 1000);
  const jti = randomBytes(16).toString('base64url');
  const iss = `http://127.0.0.1:${port}`;
  return { iss, aud, sub: 'machine', client_id: 'machine', scope: 'read', jti, iat, exp: iat + ACCESS_TOKEN_TTL };
}

/** ES256 at once, RS256 on the thread pool: what is fastest for each. */
function jwt(alg: 'ES256' | 'RS256', payload: object): Promise<string> {
  const input = `${headers[alg]}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  const data = Buffer.from(input);
  const { privateKey } = keys[alg];
  if (alg === 'ES256') {
    return Promise.resolve(`${input}.${fromDer(sign('sha256', data, privateKey)).toString('base64url')}`);
  }
  return new Promise((resolve, reject) => {
    sign('sha256', data, privateKey, (error, signature) =>
      error ? reject(error) : resolve(`${input}.${signature.toString('base64url')}`),
    );
  });
}

/** r and s of 32 bytes each from DER (RFC 7518 §3.4): with `dsaEncoding` node:crypto takes twice as long to sign. */
function fromDer(der: Buffer): Buffer {
  const lengthOfR = der[3] ?? 0;
  const numbers = [der.subarray(4, 4 + lengthOfR), der.subarray(6 + lengthOfR)];
  return Buffer.concat(numbers.map((digits) => Buffer.concat([Buffer.alloc(32), digits]).subarray(-32)));
}

/** The other way, for verifying. */
function toDer(signature: Buffer): Buffer {
  const numbers = [signature.subarray(0, 32), signature.subarray(32)].map((digits) => {
    const first = digits.findIndex((byte) => byte !== 0);
    const trimmed = digits.subarray(first);
    const positive = (trimmed[0] ?? 0) < 0x80 ? trimmed : Buffer.concat([Buffer.alloc(1), trimmed]);
    return Buffer.concat([Buffer.from([2, positive.length]), positive]);
  });
  const content = Buffer.concat(numbers);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

function headerOf(alg: string): string {
  return Buffer.from(JSON.stringify({ alg, typ: 'at+jwt', kid: alg })).toString('base64url');
}

function opaqueToken(): string {
  const value = randomBytes(32).toString('base64url');
  opaqueTokens.set(value, claims('opaque'));
  return value;
}

function newRefreshToken(): string {
  const value = randomBytes(32).toString('base64url');
  refreshTokens.add(value);
  return value;
}

function nobody(client_id: string): { client_id: string; client_secret: string } {
  return { client_id, client_secret: randomBytes(32).toString('base64url') };
}
