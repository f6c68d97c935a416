import type { IncomingMessage, ServerResponse } from 'node:http';
import * as oidc from 'openid-client';
import { type RunningApp, serveApp } from '../interop/visitor.ts';

/** What a developer copies out of the console into their app. */
export interface Credentials {
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string;
}

export interface PartnerApp extends RunningApp {
  readonly redirect_uri: string;
  /** From now on it signs users in with these. */
  configure(credentials: Credentials): Promise<void>;
  /** What it holds since somebody signed in last. */
  tokens(): Tokens;
  /** RFC 6749 §6, with the refresh token that it holds. Rejects with the error's code. */
  refresh(): Promise<void>;
}

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;
const SCOPE = 'openid profile email offline_access invoices.read';

/** An app as others write it, with openid-client: `/connect` sends its user to sign in, `/callback` says who they are. */
export async function startPartnerApp(): Promise<PartnerApp> {
  let config: oidc.Configuration | null = null;
  let tokens: Tokens | null = null;
  const asked = new Map<string, oidc.AuthorizationCodeGrantChecks>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', running.origin);
    if (config === null) throw new Error('the app has no client_id yet');
    if (url.pathname === '/connect') {
      response.writeHead(303, { location: (await signInUrl(config, redirect_uri, asked)).href }).end();
      return;
    }
    const checks = asked.get(url.searchParams.get('state') ?? '') ?? {};
    tokens = await oidc.authorizationCodeGrant(config, url, checks);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><title>Papyrus</title><h1>Connected as ${tokens.claims()?.sub}</h1>`);
  };
  const running = await serveApp((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  }, 'localhost');
  const redirect_uri = `${running.origin}/callback`;
  const held = () => {
    if (config === null || tokens === null) throw new Error('nobody has signed in');
    return { config, tokens };
  };
  return {
    ...running,
    redirect_uri,
    async configure({ issuer, client_id, client_secret }) {
      const execute = [oidc.allowInsecureRequests];
      config = await oidc.discovery(new URL(issuer), client_id, client_secret, undefined, { execute });
    },
    tokens: () => held().tokens,
    async refresh() {
      const before = held();
      tokens = await oidc.refreshTokenGrant(before.config, before.tokens.refresh_token ?? '');
    },
  };
}

async function signInUrl(
  config: oidc.Configuration,
  redirect_uri: string,
  asked: Map<string, oidc.AuthorizationCodeGrantChecks>,
): Promise<URL> {
  const [pkceCodeVerifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  asked.set(state, { pkceCodeVerifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
  return oidc.buildAuthorizationUrl(config, {
    redirect_uri,
    scope: SCOPE,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
}
