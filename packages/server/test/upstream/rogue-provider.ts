import { createHash, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RunningApp, serveApp } from '../interop/visitor.ts';

/** How the provider answers; what is absent is as it should be. */
export interface Answer {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly userinfo?: Readonly<Record<string, unknown>>;
  /** `alg` of the ID token's header: `none`, or HS256 with the public key for a secret. */
  readonly alg?: 'ES256' | 'none' | 'HS256';
  /** Signs with a key that is not published. */
  readonly foreignKey?: boolean;
  /** What the token endpoint answers instead of tokens. */
  readonly tokenError?: { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
  readonly userinfoStatus?: number;
  /** What a browser brings back. */
  readonly callback?: Readonly<Record<string, string | null>>;
}

/** A provider on real HTTP that says whatever a test wants it to say. There is no page: a browser that is sent there comes back at once. */
export interface RogueProvider {
  readonly issuer: string;
  answer: Answer;
  /** Metadata that is not as it should be. */
  metadata: Readonly<Record<string, unknown>>;
  /** Whether it answers at all. */
  down: boolean;
  /** Forms that reached the token endpoint, with their Authorization header. */
  readonly redeemed: { readonly form: URLSearchParams; readonly authorization: string | undefined }[];
  /** How often metadata and keys were asked for. */
  readonly asked: { metadata: number; jwks: number };
  /** What it would send the browser back with, for the request that brought it there. */
  callback(location: string, change?: Readonly<Record<string, string | null>>): string;
  close(): Promise<void>;
}

export const CLIENT_ID = 'xenia';
export const CLIENT_SECRET = 'a secret: with & odd % characters';

export async function startRogue(): Promise<RogueProvider> {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const strange = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const requests = new Map<string, URLSearchParams>();
  const rogue: Omit<RogueProvider, 'issuer' | 'close'> = {
    answer: {},
    metadata: {},
    down: false,
    redeemed: [],
    asked: { metadata: 0, jwks: 0 },
    callback(location, change = {}) {
      const asked = new URL(location).searchParams;
      const code = `code-${requests.size + 1}`;
      requests.set(code, asked);
      const url = new URL(asked.get('redirect_uri') ?? '');
      const parameters = { code, state: asked.get('state'), iss: app.origin, ...change };
      for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
      return url.href;
    },
  };
  const app: RunningApp = await serveApp((request, response) => void respond(request, response));

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (rogue.down) return void request.socket.destroy();
    const json = (status: number, body: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const path = new URL(request.url ?? '/', app.origin).pathname;
    if (path === '/.well-known/openid-configuration') {
      rogue.asked.metadata += 1;
      return json(200, metadataOf(app.origin, rogue.metadata));
    }
    if (path === '/authorize') {
      // For a real browser: back at once.
      const location = rogue.callback(new URL(request.url ?? '/', app.origin).href, rogue.answer.callback);
      return void response.writeHead(302, { location }).end();
    }
    if (path === '/jwks') {
      rogue.asked.jwks += 1;
      return json(200, { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256', use: 'sig' }] });
    }
    if (path === '/userinfo') return json(rogue.answer.userinfoStatus ?? 200, { sub: 'sub', ...rogue.answer.userinfo });
    if (path !== '/token') return json(404, {});
    const form = new URLSearchParams(await bodyOf(request));
    rogue.redeemed.push({ form, authorization: request.headers.authorization });
    const { tokenError } = rogue.answer;
    if (tokenError) return json(tokenError.status, tokenError.body);
    const asked = requests.get(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (asked?.get('code_challenge') !== challenge) return json(400, { error: 'invalid_grant' });
    const key = rogue.answer.foreignKey ? strange.privateKey : keys.privateKey;
    const id_token = idToken({ issuer: app.origin, nonce: asked.get('nonce') }, rogue.answer, key, keys.publicKey);
    return json(200, { access_token: 'at', token_type: 'Bearer', id_token });
  }

  return Object.assign(rogue, { issuer: app.origin, close: app.close });
}

function metadataOf(issuer: string, change: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'email', 'profile'],
    id_token_signing_alg_values_supported: ['ES256'],
    authorization_response_iss_parameter_supported: true,
    ...change,
  };
}

function idToken(
  { issuer, nonce }: { issuer: string; nonce: string | null },
  { claims, alg = 'ES256' }: Answer,
  key: KeyObject,
  published: KeyObject,
): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { iss: issuer, aud: CLIENT_ID, sub: 'sub', iat: now, exp: now + 300, nonce, ...claims };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part({ alg, kid: 'k' })}.${part(payload)}`;
  if (alg === 'none') return `${input}.`;
  if (alg === 'HS256') {
    const secret = published.export({ type: 'spki', format: 'pem' });
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  }
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
