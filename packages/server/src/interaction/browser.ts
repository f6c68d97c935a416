import { timingSafeEqual } from 'node:crypto';
import { hashToken } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import { cookieName, readCookie, setCookie } from '../http/cookies.ts';
import { LocalError } from '../http/local-error.ts';

/** A secret that one browser holds, so that whatever it began can be continued nowhere else. */
export interface Browser {
  readonly secret: string;
  readonly hash: string;
  /** To be sent when the secret is new. */
  readonly cookies: readonly string[];
}

/** The browser of this request; null if it has no usable secret yet. */
export function knownBrowser({ request, tenant }: Exchange): Browser | null {
  const secret = readCookie(request.headers, cookieName(tenant, 'browser'));
  return secret !== null && /^[\w-]{43}$/.test(secret) ? { secret, hash: hashToken(secret), cookies: [] } : null;
}

/** The browser of this request, given a secret if it has none. */
export function browserOf(exchange: Exchange): Browser {
  const known = knownBrowser(exchange);
  if (known !== null) return known;
  const secret = exchange.deps.random(32).toString('base64url');
  return { secret, hash: hashToken(secret), cookies: [setCookie(exchange.tenant, 'browser', secret, null)] };
}

/** The token that a form must return: only this browser, for this purpose. */
export function csrfToken({ deps, tenant }: Exchange, browser: Browser, purpose: string): string {
  return deps.sealer.mac('csrf', `${tenant.tenant_id}\0${browser.secret}\0${purpose}`);
}

/** Whether a page of another origin made the request, as far as the browser says (Fetch Metadata); programs say nothing. */
export function comesFromAnotherOrigin({ request, tenant }: Exchange): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null) return origin !== new URL(tenant.issuer).origin;
  const site = request.headers.get('sec-fetch-site');
  return site !== null && site !== 'same-origin' && site !== 'none';
}

/**
 * Whether the answer goes into a frame, an image or the like (Fetch Metadata §2.1), where none of our pages is shown: not to its
 * user, who could not tell whose page it is, nor to a page of another site, which could tell from it who is signed in.
 */
export function isEmbedded({ request }: Exchange): boolean {
  const destination = request.headers.get('sec-fetch-dest');
  return destination !== null && destination !== 'document';
}

/** Refuses a form that a page of another origin sent, or that was not made for this browser and purpose (RFC 6749 §10.12). */
export function verifyForm(exchange: Exchange, purpose: string, csrf: string | undefined): void {
  if (comesFromAnotherOrigin(exchange)) {
    const origin = exchange.request.headers.get('origin')?.slice(0, 200) ?? null;
    throw forbidden({ reason: 'form_from_another_origin', origin });
  }
  const browser = knownBrowser(exchange);
  if (browser === null) throw forbidden({ reason: 'form_without_browser_cookie' });
  const expected = Buffer.from(csrfToken(exchange, browser, purpose));
  const received = Buffer.from(csrf ?? '');
  if (received.length !== expected.length || !timingSafeEqual(received, expected))
    throw forbidden({ reason: 'csrf_token_wrong' });
}

function forbidden(refusal: { reason: string; [fact: string]: string | null }): LocalError {
  return new LocalError('forbidden', 'The form was not sent by a page of this server in this browser', refusal);
}
