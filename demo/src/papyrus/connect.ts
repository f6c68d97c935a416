import * as client from 'openid-client';
import { createBackChannel, type Fetch } from './back-channel.ts';
import { API, APP, ISSUER } from './names.ts';
import type { PapyrusOptions } from './options.ts';
import type { StepKind, Timeline } from './timeline.ts';

/** Seconds that Xenia may take for an answer. */
const TIMEOUT = 5;

/**
 * Reads the issuer's metadata. Done anew for each sign-in, so that a visitor sees it; a real app does it once, when it
 * starts. Throws what fetch and openid-client throw.
 */
export async function connect(options: PapyrusOptions, timeline: Timeline): Promise<client.Configuration> {
  const { issuer, client_id, client_secret } = options;
  const config = await client.discovery(
    new URL(issuer),
    client_id,
    undefined,
    client.ClientSecretBasic(client_secret),
    {
      // Plain http is for the loopback of a demo only. The second one checks signatures also where TLS would vouch for them.
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
      [client.customFetch]: (url, init) => recordedFetch(options, timeline)(url, init as RequestInit),
      timeout: TIMEOUT,
    },
  );
  return config;
}

/** For requests that leave Papyrus itself, whoever they are for. `apiKind`: what a request to the API is for. */
export function recordedFetch({ api, fetch }: PapyrusOptions, timeline: Timeline, apiKind?: StepKind): Fetch {
  const toApi = (url: string) => new URL(url).origin === api;
  return createBackChannel({
    fetch,
    timeline,
    names: { from: APP, to: (url) => (toApi(url) ? API : ISSUER) },
    kindOf: (_method, url, body) => (toApi(url) ? (apiKind ?? 'other') : issuerKind(url, body)),
  });
}

function issuerKind(url: string, body: URLSearchParams): StepKind {
  if (body.get('grant_type') === 'authorization_code') return 'code_exchange';
  if (body.get('grant_type') === 'refresh_token') return 'refresh';
  const { pathname } = new URL(url);
  const kinds: Readonly<Record<string, StepKind>> = {
    '.well-known/openid-configuration': 'discovery',
    '/jwks': 'keys',
    '/userinfo': 'userinfo',
    '/revoke': 'revocation',
  };
  return Object.entries(kinds).find(([end]) => pathname.endsWith(end))?.[1] ?? 'other';
}
