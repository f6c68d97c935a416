import { type ClientMetadata, isPublicClient } from '@xenia/protocol/client-metadata';
import { isSecureUrl } from '@xenia/protocol/loopback';
import type { EndpointName } from '../../dialects/dialect.ts';

/** As the management API shows it. */
export type QuickstartClient = Omit<ClientMetadata, 'service_account'> & { readonly client_id: string };

/** What the code of a quickstart is made of. */
export interface QuickstartInput {
  readonly issuer: string;
  /** As the server's metadata has them; those that it does not offer are absent. */
  readonly endpoints: Readonly<Partial<Record<EndpointName, string>>>;
  readonly client: QuickstartClient;
  /** The API that is called (RFC 8707 §2); null: the userinfo endpoint, where there is one. */
  readonly resource: string | null;
  /** What is asked for, space-separated; as far as the client is registered for it. */
  readonly scope: string;
  /** Whether token responses say their token_type, as RFC 6749 §5.1 wants it. */
  readonly says_token_type: boolean;
}

/**
 * What the app does. `sign_in`: authorization code with PKCE. `service`: client credentials. `introspection`: it is an API, and asks
 * about the tokens that it gets.
 */
export type Flow = 'sign_in' | 'service' | 'introspection';

/** Where the code runs and users return to. */
export interface Place {
  readonly redirect_uri: string;
  /** Where the code listens, on the loopback. */
  readonly port: number;
  /** Whether browsers reach it by https, through something that stands before it. */
  readonly behindProxy: boolean;
  /** Whether it is registered as it is. */
  readonly registered: boolean;
}

/** The input, thought through once for all languages. */
export interface QuickstartValues extends QuickstartInput {
  readonly flow: Flow;
  readonly place: Place;
  /** The address that is called. */
  readonly api: string;
  /** Whether `api` is only a guess. */
  readonly apiUnknown: boolean;
}

const EXAMPLE_API = 'https://api.example/';
/** Of apps on the loopback that may take any (RFC 8252 §7.3), and of those behind a proxy. */
const OWN_PORT = 8976;

/** null: the client does nothing that there is code for. */
export function quickstartValues(input: QuickstartInput): QuickstartValues | null {
  const flow = flowOf(input.client);
  if (flow === null) return null;
  const userinfo = input.scope.split(' ').includes('openid') ? input.endpoints.userinfo_endpoint : undefined;
  const api = input.resource === null ? userinfo : callable(input.resource);
  return { ...input, flow, place: placeOf(input.client), api: api ?? EXAMPLE_API, apiUnknown: api === undefined };
}

function flowOf({ grant_types, response_types, resource }: QuickstartClient): Flow | null {
  if (grant_types.includes('authorization_code') && response_types.includes('code')) return 'sign_in';
  if (!grant_types.includes('client_credentials')) return null;
  return resource.length > 0 ? 'introspection' : 'service';
}

/** An identifier need not be an address (RFC 8707 §2: an absolute URI). */
function callable(resource: string): string | undefined {
  return /^https?:/i.test(resource) ? resource : undefined;
}

/** Of the registered redirect URIs the one that code on the developer's own machine can receive. */
function placeOf({ redirect_uris, application_type }: QuickstartClient): Place {
  const local = redirect_uris.find((uri) => uri.startsWith('http:') && isSecureUrl(uri) && !uri.includes('[::1]'));
  if (local !== undefined) {
    const { port } = new URL(local);
    const anyPort = port === '' && application_type === 'native';
    const redirect_uri = anyPort ? local.replace(/^(http:\/\/[^:/?]+)(?::80)?/, `$1:${OWN_PORT}`) : local;
    const listens = anyPort ? OWN_PORT : Number(port === '' ? 80 : port);
    return { redirect_uri, port: listens, behindProxy: false, registered: true };
  }
  const remote = redirect_uris.find((uri) => uri.startsWith('https:'));
  if (remote !== undefined) return { redirect_uri: remote, port: OWN_PORT, behindProxy: true, registered: true };
  const redirect_uri = `http://127.0.0.1:${OWN_PORT}/callback`;
  return { redirect_uri, port: OWN_PORT, behindProxy: false, registered: false };
}

/** The constants at the head of the code, in the order in which they stand there; the values are as they are, not yet escaped. */
export function constants(values: QuickstartValues): [name: string, value: string][] {
  const { issuer, endpoints, client, place, scope, resource, api } = values;
  const authorization: [string, string][] = [
    ['APP', client.client_name],
    ['ISSUER', issuer],
    ['AUTHORIZATION_ENDPOINT', endpoints.authorization_endpoint ?? ''],
    ['REDIRECT_URI', place.redirect_uri],
  ];
  const tokens: [string, string][] = [
    ['TOKEN_ENDPOINT', endpoints.token_endpoint ?? ''],
    ['SCOPE', scope],
    ...(resource === null ? [] : ([['RESOURCE', resource]] as [string, string][])),
    ['API', api],
  ];
  return [
    ...(values.flow === 'sign_in' ? authorization : []),
    ...(values.flow === 'introspection'
      ? ([['INTROSPECTION_ENDPOINT', endpoints.introspection_endpoint ?? '']] as [string, string][])
      : tokens),
    ['CLIENT_ID', client.client_id],
  ];
}

/** `code` where the token is to be for a particular API (RFC 8707 §2), else nothing. */
export function ifResource({ resource, flow }: QuickstartValues, code: string): string {
  return resource === null || flow === 'introspection' ? '' : code;
}

/** What to know before the code runs; plain text. */
export function commonNotes(values: QuickstartValues): string[] {
  const { client, place, flow } = values;
  const { redirect_uri, port } = place;
  const isSignIn = flow === 'sign_in';
  return [
    isPublicClient(client) || client.token_endpoint_auth_method === 'private_key_jwt'
      ? null
      : 'Set the environment variable CLIENT_SECRET to a secret of this client. It stands nowhere in the code, so keep it out of your repository too.',
    isSignIn && place.behindProxy
      ? `Users return to ${redirect_uri}: run this behind what answers there and pass requests on to port ${port}. To try it on your own machine, register http://localhost:${port}/callback as well and put it in REDIRECT_URI.`
      : null,
    isSignIn && !place.registered
      ? `Register ${redirect_uri} as a redirect URI first: only your app on the device can receive those that are registered (RFC 8252 §7).`
      : null,
    flow !== 'introspection' && values.apiUnknown ? 'Put the address of the API that you call in API.' : null,
    flow !== 'introspection' && values.resource !== null && !values.apiUnknown
      ? 'RESOURCE names the API and stays as it is; put the path that you call in API.'
      : null,
    isSignIn && client.grant_types.includes('refresh_token')
      ? 'The code refreshes at once to show how. Refresh when a token has expired, and keep the newest refresh token: each is good for one use.'
      : null,
  ].filter((note) => note !== null);
}
