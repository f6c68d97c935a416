import { timingSafeEqual } from 'node:crypto';
import type { Exchange } from '../../exchange.ts';
import { seeOther } from '../../http/responses.ts';
import { usesOrganizations } from '../../organizations/installation.ts';
import { accountView } from '../account-view.ts';
import { pageContext } from '../advance.ts';
import { type Browser, browserOf, csrfToken } from '../browser.ts';
import type { AccountFrame } from '../pages/account-layout.ts';
import type { HtmlPage } from '../pages/html-page.ts';
import { type PageResponseOptions, pageResponse, pageView } from '../pages/page-response.ts';
import type { SignedIn } from '../session.ts';
import { ACCOUNT_PATH, APPS_PATH, pageUrl, SIGN_OUT_PATH } from './paths.ts';

/** Seconds for which an account page says what was just done. */
const NOTICE_TTL = 60;

/** A page of the account in its frame. */
export function accountResponse(
  exchange: Exchange,
  signedIn: SignedIn,
  render: (frame: AccountFrame) => HtmlPage,
  options: PageResponseOptions = {},
): Response {
  const browser = browserOf(exchange);
  const page = render(accountFrame(exchange, signedIn, browser));
  return pageResponse(page, { ...options, cookies: [...browser.cookies, ...(options.cookies ?? [])] });
}

/** What every page of the account is rendered with. */
export function accountFrame(exchange: Exchange, signedIn: SignedIn, browser: Browser): AccountFrame {
  return {
    ...pageView(pageContext(exchange)),
    account: accountView(signedIn.user),
    account_url: pageUrl(exchange, ACCOUNT_PATH),
    apps_url: pageUrl(exchange, APPS_PATH),
    organizations: usesOrganizations(exchange.tenant),
    sign_out: { action: pageUrl(exchange, SIGN_OUT_PATH), csrf: csrfToken(exchange, browser, 'logout') },
    csrf: csrfToken(exchange, browser, formPurpose(signedIn)),
    now: exchange.deps.clock(),
    done: readNotice(exchange, signedIn),
  };
}

/**
 * What the forms of the account are made for: this person. A form that was left open by somebody who has signed out is worth nothing
 * once another one has signed in on the same browser.
 */
export function formPurpose({ user }: SignedIn): string {
  return `account ${user.sub}`;
}

/**
 * Leads on to an account page that says once what was just done (`frame.done`). Sealed for this person and page, and soon
 * worthless: a link from elsewhere cannot claim that something was done.
 *
 * @param path relative to the issuer
 * @param notice letters, digits, `_`, `:` and `-`
 */
export function done(
  exchange: Exchange,
  signedIn: SignedIn,
  path: string,
  notice: string,
  cookies: readonly string[] = [],
): Response {
  const at = exchange.deps.clock();
  const value = [notice, at, noticeMac(exchange, signedIn, { path, notice, at })].join('.');
  return seeOther(`${pageUrl(exchange, path)}?${new URLSearchParams({ done: value })}`, cookies);
}

function readNotice(exchange: Exchange, signedIn: SignedIn): string | null {
  const [notice = '', time = '', mac = '', ...rest] = (exchange.request.url.searchParams.get('done') ?? '').split('.');
  const at = Number(time);
  const age = exchange.deps.clock() - at;
  if (rest.length > 0 || !(age >= 0 && age <= NOTICE_TTL)) return null;
  const expected = Buffer.from(noticeMac(exchange, signedIn, { path: exchange.path, notice, at }));
  const received = Buffer.from(mac);
  return received.length === expected.length && timingSafeEqual(received, expected) ? notice : null;
}

function noticeMac(
  { deps, tenant }: Exchange,
  { user }: SignedIn,
  { path, notice, at }: { path: string; notice: string; at: number },
): string {
  return deps.sealer.mac('account-notice', [tenant.tenant_id, user.sub, path, notice, at].join('\0'));
}
