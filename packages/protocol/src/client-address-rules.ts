import type { ClientMetadata } from './client-metadata.ts';
import { duplicates, quote, type Rule } from './client-metadata-rule.ts';
import { isSecureUrl } from './loopback.ts';
import { redirectUriProblem } from './redirect-uri.ts';

/** Rules about where a client is: what browsers are sent to, what this server itself calls, and what it is as a resource server. */

const MAX_URL_LENGTH = 2048;

export const redirectUris: Rule = function* (metadata) {
  const { redirect_uris, post_logout_redirect_uris, grant_types, application_type } = metadata;
  if (redirect_uris.length === 0 && (grant_types.includes('authorization_code') || grant_types.includes('implicit'))) {
    yield { field: 'redirect_uris', problem: 'Is empty; add the URI to which users return after they signed in.' };
  }
  for (const [field, uris] of Object.entries({ redirect_uris, post_logout_redirect_uris })) {
    yield* duplicates(field, uris);
    for (const uri of uris) {
      const problem = redirectUriProblem(uri, application_type);
      if (problem) yield { field, problem: `${quote(uri)} ${problem}.` };
    }
  }
};

export const urls: Rule = function* ({ client_uri, logo_uri, tos_uri, policy_uri, jwks_uri }) {
  yield* unsafeUrls({ client_uri, logo_uri, tos_uri, policy_uri, jwks_uri });
};

/** Where the client is told that a session or what it was given has ended. */
export const notices: Rule = function* (metadata) {
  const { frontchannel_logout_uri, backchannel_logout_uri, webhook_uri, redirect_uris } = metadata;
  const addresses = { frontchannel_logout_uri, backchannel_logout_uri, webhook_uri };
  yield* unsafeUrls(addresses);
  for (const [field, value] of Object.entries(addresses)) {
    // OIDC Back-Channel Logout 1.0 §2.2
    if (value?.includes('#')) yield { field, problem: 'Has a fragment; remove the # and what follows it.' };
  }
  // OIDC Front-Channel Logout 1.0 §2: domain, port and scheme are those of a registered redirect URI.
  if (
    frontchannel_logout_uri !== undefined &&
    !redirect_uris.some((uri) => isSameOrigin(uri, frontchannel_logout_uri))
  ) {
    const problem = `${quote(frontchannel_logout_uri)} is not on the host, port and scheme of a redirect URI of this client.`;
    yield { field: 'frontchannel_logout_uri', problem };
  }
  for (const [field, required, uri] of [
    ['frontchannel_logout_session_required', metadata.frontchannel_logout_session_required, 'frontchannel_logout_uri'],
    ['backchannel_logout_session_required', metadata.backchannel_logout_session_required, 'backchannel_logout_uri'],
  ] as const) {
    if (required === true && metadata[uri] === undefined)
      yield { field, problem: `Needs ${uri}; add it or remove this.` };
  }
};

function isSameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}

function* unsafeUrls(urls: Readonly<Partial<Record<keyof ClientMetadata, string | undefined>>>) {
  for (const [field, value] of Object.entries(urls)) {
    if (value !== undefined && !isSafeUrl(value)) {
      yield { field, problem: `${quote(value)} is not an https URL (http is for loopback hosts only).` };
    }
  }
}

function isSafeUrl(value: string): boolean {
  if (value.length > MAX_URL_LENGTH || !isSecureUrl(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

export const origins: Rule = function* ({ allowed_cors_origins }) {
  const field = 'allowed_cors_origins';
  yield* duplicates(field, allowed_cors_origins);
  for (const origin of allowed_cors_origins) {
    if (!isSecureUrl(origin) || new URL(origin).origin !== origin) {
      yield { field, problem: `${quote(origin)} is not an origin; write it like https://app.example, without a path.` };
    }
  }
};

export const resources: Rule = function* ({ resource }) {
  const field = 'resource';
  yield* duplicates(field, resource);
  for (const identifier of resource) {
    // RFC 8707 §2
    if (!URL.canParse(identifier) || identifier.includes('#')) {
      yield { field, problem: `${quote(identifier)} is not an absolute URI without a fragment.` };
    }
  }
};
