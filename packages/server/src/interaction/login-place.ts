import type { Proof } from '../accounts/factors.ts';
import { requestOptions } from '../accounts/passkeys.ts';
import type { Exchange } from '../exchange.ts';
import type { UserRecord } from '../storage/records.ts';
import { passkeyScriptPath } from './assets/index.ts';
import { type Browser, csrfToken } from './browser.ts';
import type { AppView, PageView } from './pages/html-page.ts';
import type { LoginView } from './pages/login.ts';
import type { PageResponseOptions } from './pages/page-response.ts';
import type { PasskeyPrompt } from './pages/passkey.ts';
import type { WaysByMail } from './ways-by-mail.ts';

/** Where somebody signs in: at an authorization request's pages or at our own. Each has one address for all forms of a sign-in. */
export interface SignInPlace {
  readonly browser: Browser;
  /** What forms, challenges and half sign-ins are made for, besides this browser. */
  readonly purpose: string;
  /** Where the forms post to. */
  readonly action: string;
  /** Where it goes on, relative to the issuer. */
  readonly path: string;
  readonly page: PageView;
  readonly headers: PageResponseOptions;
  /** The app that waits, as its pages name it. */
  readonly client: () => Promise<AppView | undefined>;
  /** What stands in the form of the login page at first, and links beside it. */
  readonly login: Pick<LoginView, 'email' | 'again' | keyof WaysByMail>;
  /** Value of `action` that gives up; null where there is nothing to go back to. */
  readonly cancel: string | null;
  /** Where to sign in from the beginning. */
  readonly restart_uri?: string | undefined;
  /** The app asks for more than the account needs: how strongly, and whether it takes less. */
  readonly wanted?: { readonly acr: Proof['acr']; readonly voluntary: boolean } | undefined;
  /** Whoever has signed in goes on; `cookies` are the Set-Cookie values of their session. */
  readonly finish: (cookies: readonly string[], user: UserRecord) => Promise<Response>;
  /** Goes on with what has been proved. */
  readonly decline?: () => Promise<Response>;
}

export function csrfOf(exchange: Exchange, { browser, purpose }: SignInPlace): string {
  return csrfToken(exchange, browser, purpose);
}

/** What a form asks the browser for, if passkeys can be used here at all. */
export function passkeyPrompt(exchange: Exchange, place: SignInPlace): PasskeyPrompt | undefined {
  const options = requestOptions(exchange.deps, exchange.tenant, challengeBinding(place));
  return options === null ? undefined : { options };
}

export function challengeBinding({ browser, purpose }: SignInPlace): { browser: string; purpose: string } {
  return { browser: browser.secret, purpose: `sign-in ${purpose}` };
}

/** The headers of a page with a passkey form. */
export function withPasskeyScript({ tenant }: Exchange, headers: PageResponseOptions = {}): PageResponseOptions {
  return { ...headers, scriptUri: `${new URL(tenant.issuer).origin}${passkeyScriptPath}` };
}
