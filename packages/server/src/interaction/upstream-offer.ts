import type { Exchange } from '../exchange.ts';
import { cookieName, readCookie, setCookie } from '../http/cookies.ts';
import type { UserRecord } from '../storage/records.ts';
import type { UpstreamIdentityRecord } from '../storage/upstream-records.ts';
import { OFFER_PATH } from './account/security-paths.ts';
import { type Browser, knownBrowser } from './browser.ts';

/** Seconds for which somebody may sign in and connect what a provider said. */
const TTL = 600;

const SEAL = 'upstream-offer';

/** Somebody at a provider, to be connected with an account once its user has signed in. */
export interface UpstreamOffer {
  readonly person: Pick<UpstreamIdentityRecord, 'provider_id' | 'upstream_sub' | 'email'>;
  /** The only account that it is for. */
  readonly sub: string;
  /** Where it goes on, relative to the issuer. */
  readonly path: string;
  readonly expires_at: number;
}

/** The Set-Cookie value that keeps an offer in its browser, where nobody else can read or make one. */
export function keepOffer(exchange: Exchange, browser: Browser, offer: Omit<UpstreamOffer, 'expires_at'>): string {
  const { deps, tenant } = exchange;
  const kept: UpstreamOffer = { ...offer, expires_at: deps.clock() + TTL };
  const sealed = deps.sealer.seal(SEAL, JSON.stringify([tenant.tenant_id, browser.hash, kept]));
  return setCookie(tenant, 'offer', sealed, TTL);
}

/** Takes the offer out of the browser. */
export function forgetOffer({ tenant }: Exchange): string {
  return setCookie(tenant, 'offer', '', 0);
}

/** null: there is none for this user in this browser, or not any more. */
export function readOffer(exchange: Exchange, { sub }: Pick<UserRecord, 'sub'>): UpstreamOffer | null {
  const { deps, tenant, request } = exchange;
  const sealed = readCookie(request.headers, cookieName(tenant, 'offer'));
  const opened = sealed === null ? null : deps.sealer.open(SEAL, sealed);
  if (opened === null) return null;
  const [tenant_id, browser_hash, offer] = JSON.parse(opened.toString()) as [string, string, UpstreamOffer];
  const isHere = tenant_id === tenant.tenant_id && browser_hash === knownBrowser(exchange)?.hash;
  return isHere && offer.sub === sub && offer.expires_at > deps.clock() ? offer : null;
}

/** Whoever has just signed in and has an offer answers it first; then it goes on where they wanted to go. */
export function offerFirst(exchange: Exchange, user: UserRecord, response: Response): Response {
  const { issuer } = exchange.tenant;
  const location = response.headers.get('location') ?? '';
  const browser = knownBrowser(exchange);
  const offer = readOffer(exchange, user);
  const page = `${issuer}${OFFER_PATH}`;
  if (offer === null || browser === null || !location.startsWith(`${issuer}/`) || location === page) return response;
  response.headers.set('location', page);
  response.headers.append(
    'set-cookie',
    keepOffer(exchange, browser, { ...offer, path: location.slice(issuer.length) }),
  );
  return response;
}
