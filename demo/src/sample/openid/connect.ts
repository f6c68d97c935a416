import * as client from 'openid-client';
import type { Fetch } from '../back-channel.ts';
import { recordedFetch } from '../recorded-fetch.ts';
import type { Timeline } from '../timeline.ts';
import type { OpenIdKind } from './explanations.ts';
import type { OpenIdApp, OpenIdSession } from './session.ts';

/** Seconds that the issuer may take for an answer. */
const TIMEOUT = 5;

/**
 * Reads the issuer's metadata. Done anew for each sign-in, so that a visitor sees it; a real app does it once, when it
 * starts. Throws what fetch and openid-client throw.
 */
export async function connect<Session extends OpenIdSession, Kind extends string>(
  app: OpenIdApp<Session>,
  timeline: Timeline<Kind | OpenIdKind>,
): Promise<client.Configuration> {
  const { issuer, client_id, client_secret } = app.options;
  const { response_type, token_endpoint_auth_method } = app.manner;
  const authentication =
    token_endpoint_auth_method === 'client_secret_basic'
      ? client.ClientSecretBasic(client_secret)
      : client.ClientSecretPost(client_secret);
  const fetch = openIdFetch(app, timeline, 'other');
  const config = await client.discovery(new URL(issuer), client_id, undefined, authentication, {
    // Plain http is for the loopback of a demo only. The second one checks signatures also where TLS would vouch for them.
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
    [client.customFetch]: (url, init) => fetch(url, init as RequestInit),
    timeout: TIMEOUT,
  });
  if (response_type === 'code id_token') client.useCodeIdTokenResponseType(config);
  return config;
}

/** For requests that leave the app itself, whoever they are for. `apiKind`: what a request to the API is for. */
export function openIdFetch<Session extends OpenIdSession, Kind extends string>(
  { options, parties }: OpenIdApp<Session>,
  timeline: Timeline<Kind | OpenIdKind>,
  apiKind: Kind | OpenIdKind,
): Fetch {
  return recordedFetch<Kind | OpenIdKind>(options, { parties, timeline, apiKind, issuerKind });
}

function issuerKind(url: string, form: URLSearchParams): OpenIdKind {
  if (form.get('grant_type') === 'authorization_code') return 'code_exchange';
  if (form.get('grant_type') === 'refresh_token') return 'refresh';
  const { pathname } = new URL(url);
  const kinds: Readonly<Record<string, OpenIdKind>> = {
    '.well-known/openid-configuration': 'discovery',
    '/jwks': 'keys',
    '/userinfo': 'userinfo',
    '/revoke': 'revocation',
    '/revocation': 'revocation',
  };
  return Object.entries(kinds).find(([end]) => pathname.endsWith(end))?.[1] ?? 'other';
}
