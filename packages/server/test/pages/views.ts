import { iconPath } from '../../src/interaction/assets/index.ts';
import { overviewPage } from '../../src/interaction/pages/account-overview.ts';
import { answeredPage } from '../../src/interaction/pages/answered.ts';
import { type ConsentView, consentPage } from '../../src/interaction/pages/consent.ts';
import { documentedErrorPage } from '../../src/interaction/pages/documented-error.ts';
import { errorPage } from '../../src/interaction/pages/error.ts';
import { formPostPage } from '../../src/interaction/pages/form-post.ts';
import type { HtmlPage } from '../../src/interaction/pages/html-page.ts';
import { type LoginView, loginPage } from '../../src/interaction/pages/login.ts';
import { logoutPage } from '../../src/interaction/pages/logout.ts';
import { selectAccountPage } from '../../src/interaction/pages/select-account.ts';
import { signedOutPage } from '../../src/interaction/pages/signed-out.ts';
import { startPage } from '../../src/interaction/pages/start.ts';

const logo =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 56 56'%3E%3Crect width='56' height='56' fill='%23f2a33a'/%3E%3Ccircle cx='28' cy='36' r='12' fill='%23fff'/%3E%3Cpath d='M8 36h40M28 12v6M12 20l4 4M44 20l-4 4' stroke='%23fff' stroke-width='3'/%3E%3C/svg%3E";

const english = {
  tenant: {
    display_name: 'Northbank',
    help_uri: 'https://northbank.example/help',
    privacy_uri: 'https://northbank.example/privacy',
    terms_uri: 'https://northbank.example/terms',
  },
  locale: 'en-GB',
};
const app = { client_name: 'Sunrise Books', logo_uri: logo };
const ada = { name: 'Ada Byron', email: 'ada@northbank.example' };
const post = { action: '/posted', csrf: 'a-csrf-value' };

export const aLogin: LoginView = { ...english, ...post, client: app, cancel: 'cancel' };

export const aConsent: ConsentView = {
  ...english,
  ...post,
  client: {
    ...app,
    client_uri: 'https://sunrise.example',
    tos_uri: 'https://sunrise.example/terms',
    policy_uri: 'https://sunrise.example/privacy',
    verified: true,
    public: false,
  },
  redirect_host: 'app.sunrise.example',
  account: ada,
  switch_account: 'switch',
  organization: null,
  groups: {
    about_you: [
      {
        name: 'profile',
        display_name: 'Your name',
        description: 'As it stands in your account.',
        required: true,
        emphasised: false,
        remembered: false,
      },
      {
        name: 'email',
        display_name: 'Your email address',
        description: 'And whether you confirmed it.',
        required: false,
        emphasised: false,
        remembered: true,
      },
    ],
    may_do: [
      {
        name: 'transactions:read',
        display_name: 'See your transactions',
        description: 'Amounts, dates and names of the last 13 months, on all of your accounts.',
        required: true,
        emphasised: false,
        remembered: false,
      },
      {
        name: 'payments:write',
        display_name: 'Make payments',
        description: 'Send money from your accounts without asking you each time.',
        required: false,
        emphasised: true,
        remembered: false,
      },
      {
        name: 'statements:read',
        display_name: 'Fetch your statements',
        description: 'The monthly PDF files.',
        required: false,
        emphasised: false,
        remembered: false,
      },
    ],
  },
  lifetime: { until_revoked: true, access_token_ttl: 3600 },
  revoke_hint: 'https://northbank.example/apps',
};

/** Each page in each of its states, by the path that the page server shows it at. */
export function pagesIn(locale: string): Readonly<Record<string, HtmlPage>> {
  const frame = { ...english, locale };
  const login = { ...aLogin, locale };
  const consent = { ...aConsent, locale };
  const anError = { ...frame, reference: '01JD7Q5M2K9XW4' };
  return {
    login: loginPage(login),
    'login-broken-logo': loginPage({ ...login, client: { ...app, logo_uri: '/assets/no-such-logo.png' } }),
    'login-no-logo': loginPage({ ...login, client: { client_name: app.client_name } }),
    'login-remembered': loginPage({
      ...login,
      remembered: [
        { value: 'usr_1', name: 'Ada Lovelace', email: 'ada@example.com' },
        { value: 'usr_2', email: 'a.rather.long.address.of.somebody@department.example.com' },
      ],
    }),
    'login-full': loginPage({
      ...login,
      tenant: { ...frame.tenant, theme_uri: '/theme.css' },
      email: 'ada@northbank.example',
      error: 'credentials',
      sign_up_uri: 'https://northbank.example/join',
      recovery_uri: 'https://northbank.example/recover',
      passkey: { options: { challenge: 'AAAA', rpId: 'localhost' } },
      providers: {
        fields: [['csrf', 'token']],
        providers: [{ action: 'https://id.example/demo/sign-in-with/city', display_name: 'City ID' }],
      },
    }),
    'login-throttled': loginPage({ ...frame, ...post, cancel: null, error: 'throttled', retryAfter: 30 }),
    consent: consentPage(consent),
    'consent-unverified': consentPage({
      ...consent,
      tenant: { ...frame.tenant, theme_uri: '/theme.css' },
      client: { client_name: 'Pocket Ledger', verified: false, public: true },
      redirect_host: '127.0.0.1',
      account: { email: 'ada@northbank.example' },
      groups: { about_you: [], may_do: consent.groups.may_do.slice(0, 1) },
      lifetime: { until_revoked: false, access_token_ttl: 3600 },
      revoke_hint: null,
    }),
    'consent-nothing': consentPage({ ...consent, groups: { about_you: [], may_do: [] } }),
    answered: answeredPage({ ...frame, allowed: false, client: { ...app, home_uri: 'https://app.sunrise.example/' } }),
    'answered-allowed': answeredPage({
      ...frame,
      allowed: true,
      client: { ...app, home_uri: 'https://app.sunrise.example/' },
    }),
    'select-account': selectAccountPage({
      ...frame,
      ...post,
      client: app,
      accounts: [
        { ...ada, value: 'a' },
        { email: 'countess.of.lovelace@a-rather-long-company-name.example', value: 'b' },
      ],
      cancel: 'cancel',
    }),
    'error-redirect': errorPage({
      ...anError,
      kind: 'redirect_uri',
      whose_move: 'app',
      detail: 'redirect_uri is not registered for this client',
    }),
    'documented-error': documentedErrorPage({
      ...frame,
      error_code: 'UNSUPPORTED_RESPONSE_TYPE_ERROR',
      status: 400,
      message: 'This kind of authorization is not supported.',
      remedy: 'Start the authorization with grant_type=code.',
    }),
    'error-expired': errorPage({ ...anError, kind: 'expired', whose_move: 'you' }),
    'error-server': errorPage({
      ...anError,
      kind: 'server',
      whose_move: 'operator',
      retry: 'https://northbank.example/retry',
    }),
    logout: logoutPage({ ...frame, ...post, client: app, account: ada, hidden: { state: 'xyz' } }),
    'signed-out': signedOutPage({
      ...frame,
      client: { ...app, return_uri: 'https://app.sunrise.example/' },
      sign_in_uri: 'https://northbank.example/sign-in',
    }),
    'signed-in': overviewPage({
      factors: { password: true, passkeys: 2, totp: true },
      sessions: 3,
      apps: 1,
    })({
      ...frame,
      account: ada,
      account_url: 'https://northbank.example/account',
      organizations: false,
      apps_url: 'https://northbank.example/apps',
      sign_out: { action: '/posted', csrf: 'c' },
      csrf: 'c',
      now: 1_800_000_000,
      done: null,
    }),
    'form-post-manual': formPostPage({
      ...frame,
      client: app,
      action: 'https://app.sunrise.example/cb',
      parameters: { code: 'abc', state: 'xyz' },
    }),
    start: startPage({
      tenant: { display_name: 'Xenia', logo_uri: iconPath },
      locale,
      title: 'Xenia is running.',
      running: [
        { name: 'Xenia', description: 'the authorization server', url: 'http://localhost:3000/', kind: 'server' },
        { name: 'Sample API', description: 'checks tokens', url: 'http://localhost:3001/', kind: 'api' },
        { name: 'Sample app', description: 'asks for permission', url: 'http://localhost:3002/', kind: 'app' },
      ],
      tryUrl: 'http://localhost:3002/',
      demoUser: { email: 'demo@example.com', password: 'correct horse battery' },
      issuer: 'http://localhost:3000',
      discoveryUrl: 'http://localhost:3000/.well-known/openid-configuration',
      cliExample: 'npx xenia clients create "My app" \\\n  --redirect-uri http://localhost:8080/callback',
      products: [
        {
          name: 'Books',
          description: 'A product that speaks plain OAuth 2.0.',
          apps: [{ label: 'Try the sample app', url: 'http://localhost:3003/' }],
        },
        {
          name: 'Payments',
          description: 'Partners connect with their own token format.',
          apps: [{ label: 'Try the sample app', url: 'http://localhost:3004/' }],
        },
        {
          name: 'Identity',
          description: 'An older identity server, moved here.',
          apps: [{ label: 'Try the sample app', url: 'http://localhost:3005/' }],
        },
      ],
    }),
  };
}

export const pages = pagesIn(english.locale);
