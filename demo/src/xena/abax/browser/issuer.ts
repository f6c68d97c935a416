import type { Fetch } from '../../../sample/back-channel.ts';
import { recordedFetch } from '../../../sample/recorded-fetch.ts';
import type { Jwk } from '../../signed-token.ts';
import type { AbaxKind } from '../explanations.ts';
import { PARTIES } from '../parties.ts';
import type { AbaxState, IssuerMetadata } from './state.ts';

const TIMEOUT = 5000;

/** A fetch whose requests stand in the timeline. `apiKind`: what a request to the API is for. */
export function abaxFetch({ options, timeline }: AbaxState, apiKind: AbaxKind = 'other'): Fetch {
  return recordedFetch<AbaxKind>(options, { parties: PARTIES, timeline, apiKind, issuerKind });
}

function issuerKind(url: string): AbaxKind {
  if (url.endsWith('/openid-configuration')) return 'discovery';
  if (url.endsWith('/jwks')) return 'keys';
  return url.endsWith('/userinfo') ? 'userinfo' : 'other';
}

/** The issuer's metadata, read once for a sign-in. Throws what fetch throws. */
export async function discover(state: AbaxState): Promise<IssuerMetadata> {
  if (state.metadata !== null) return state.metadata;
  const { issuer } = state.options;
  const metadata = (await json(state, `${issuer}/.well-known/openid-configuration`)) as IssuerMetadata;
  // RFC 8414 §3.3: metadata of somebody else would lead elsewhere.
  if (metadata.issuer !== issuer) throw new Error('the metadata is of another issuer');
  state.metadata = metadata;
  return metadata;
}

/** Fetched once a page load. Throws what fetch throws. */
export async function issuerKeys(state: AbaxState): Promise<readonly Jwk[]> {
  const { jwks_uri } = await discover(state);
  state.keys ??= ((await json(state, jwks_uri)) as { keys: readonly Jwk[] }).keys;
  return state.keys;
}

/** OIDC Core §5.3. null: the issuer does not say. */
export async function askName(state: AbaxState, access_token: string, sub: string): Promise<string | null> {
  const { userinfo_endpoint } = await discover(state);
  const headers = { authorization: `Bearer ${access_token}` };
  const person = (await json(state, userinfo_endpoint, { headers })) as { sub?: string; name?: string };
  // §5.3.2: an answer about somebody else must not be used.
  return person.sub === sub ? (person.name ?? null) : null;
}

async function json(state: AbaxState, url: string, init: RequestInit = {}): Promise<unknown> {
  const response = await abaxFetch(state)(url, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new Error(`the answer was ${response.status}`);
  return response.json();
}
