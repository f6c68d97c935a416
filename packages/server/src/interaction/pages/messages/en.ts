import { account } from './en-account.ts';
import { appPages } from './en-app-pages.ts';
import { apps } from './en-apps.ts';
import { links } from './en-links.ts';
import { mail } from './en-mail.ts';
import { organizationChoice } from './en-organization-choice.ts';
import { organizations } from './en-organizations.ts';
import { scopes } from './en-scopes.ts';
import { security } from './en-security.ts';
import { setup } from './en-setup.ts';
import { duration } from './en-times.ts';
import { upstream } from './en-upstream.ts';

const wait = (retryAfter: number | undefined): string =>
  retryAfter === undefined ? 'Wait a moment, then try again.' : `Wait ${duration(retryAfter)}, then try again.`;

/** Every text that a page shows, in English. Names come in ready to stand in a sentence; times are seconds. */
export const en = {
  lang: 'en',
  dir: 'ltr' as 'ltr' | 'rtl',
  frame: {
    help: 'Help',
    privacy: 'Privacy',
    terms: 'Terms',
    errorTitle: (title: string) => `Error: ${title}`,
  },
  login: {
    heading: 'Sign in',
    forApp: (app: string) => `to continue to ${app}`,
    forTenant: (tenant: string) => `to your ${tenant} account`,
    email: 'Email',
    password: 'Password',
    submit: 'Sign in',
    cancel: (app: string) => `Cancel and go back to ${app}`,
    recovery: 'Forgot your password?',
    newHere: 'New here?',
    signUp: 'Create an account',
    or: 'or',
    forget: 'Forget',
    passkey: 'Sign in with a passkey',
    byMail: 'Email me a link',
    provider: (name: string) => `Continue with ${name}`,
    checkEmail: 'Check the email',
    checkPassword: 'Check the password',
    errors: {
      credentials: (_retryAfter?: number) => ({
        title: 'That did not match.',
        body: 'The email or the password is not right.',
      }),
      throttled: (retryAfter?: number) => ({ title: 'Too many tries.', body: wait(retryAfter) }),
      busy: (retryAfter?: number) => ({ title: 'We are very busy right now.', body: wait(retryAfter) }),
      expired: (_retryAfter?: number) => ({
        title: 'This page was open for too long.',
        body: 'Nothing was lost. Please sign in again.',
      }),
      outdated: (_retryAfter?: number) => ({
        title: 'How you sign in has just changed.',
        body: 'Your password or a second step was changed while you were signing in. Please sign in again.',
      }),
    },
  },
  consent: {
    heading: (app: string, tenant: string) => `Allow ${app} to use your ${tenant} account?`,
    verified: (tenant: string) => `Verified by ${tenant}`,
    unverified: (tenant: string) => `Not verified by ${tenant}.`,
    unverifiedHint: 'Allow it only if you know who made it.',
    returnsTo: 'Takes you back to',
    thisDevice: (host: string) => `this device (${host})`,
    startedByYou: (app: string) =>
      `It runs on a device, where any program could use its name. Go on only if you opened ${app} yourself just now.`,
    account: 'Your account',
    switchAccount: 'Change',
    aboutYou: 'What it would see about you',
    mayDo: 'What it could do for you',
    nothing: 'It would learn only that you have an account here, and nothing else about you.',
    emphasised: 'Sensitive',
    remembered: 'Allowed before',
    required: '(required)',
    howLong: 'For how long',
    untilRevoked: 'Until you take it back. It can use this while you are away, too.',
    forAWhile: (seconds: number) => `For ${duration(seconds)}. After that it needs you to come back.`,
    takeBack: 'You can take it back at any time, in',
    yourApps: 'your apps',
    askTenant: (tenant: string) => `You can take it back at any time: ask ${tenant}.`,
    allow: 'Allow',
    deny: 'Do not allow',
    ownTerms: (app: string) => `If you allow it, the terms of ${app} apply to what it gets:`,
    website: 'Website',
    privacy: 'Privacy policy',
    terms: 'Terms of service',
  },
  answered: {
    heading: 'You have answered already',
    explanation: (app: string) => `The form was sent twice. Your first answer counts, and ${app} has been told.`,
    allowed: {
      heading: (app: string) => `You have allowed ${app}`,
      explanation: (app: string) =>
        `You clicked twice; once is enough. Go back to ${app}. If it does not know yet, sign in there once more.`,
    },
    back: (app: string) => `Go back to ${app}`,
  },
  selectAccount: {
    heading: 'Choose an account',
    other: 'Use another account',
  },
  error: {
    kinds: {
      client_unknown: {
        title: 'We do not know this app',
        body: 'You were sent here by an app that is not registered, or not any more. We have not signed you in to it.',
      },
      app_suspended: {
        title: 'This app is suspended',
        body: 'We have switched it off. Until that is lifted, nobody can use it, and what it held of your account does not work.',
      },
      app_not_approved: {
        title: 'This app is not approved yet',
        body: 'Until we have reviewed it, only those who make and test it can use it. Nothing was shared.',
      },
      app_internal: {
        title: 'This app is not for this account',
        body: 'Only people who work here can use it. If you are one of them, sign in with the account that you have for that.',
      },
      redirect_uri: {
        title: 'We cannot send you back',
        body: 'The app asked us to send you to an address that it has not registered. To keep your account safe, we stopped here.',
      },
      request: {
        title: 'The app asked in a way we do not understand',
        body: 'Something in the link that brought you here is missing or wrong. Nothing was shared.',
      },
      expired: {
        title: 'This page has expired',
        body: 'It was open for too long, or it was opened in another browser. Nothing was shared.',
      },
      not_found: { title: 'There is nothing here', body: 'The address may be mistyped, or the page has moved.' },
      unavailable: {
        title: 'We cannot do this right now',
        body: 'A part of our service does not answer. Nothing was lost.',
      },
      forbidden: {
        title: 'This was not started here',
        body: 'The request did not come from a page of ours in this browser, so we did not carry it out.',
      },
      method: {
        title: 'This page cannot be opened like that',
        body: 'It takes a form, not a link. Nothing has happened.',
      },
      server: {
        title: 'Something went wrong on our side',
        body: 'We could not finish what you asked for. Nothing was shared.',
      },
    },
    moves: {
      you: { title: 'It is your move', body: 'Go back to the app and start again.' },
      app: {
        title: 'The app’s makers have to fix this',
        body: 'You did nothing wrong, and trying again will not help. Tell them, and quote the reference below.',
      },
      operator: {
        title: 'It is our move',
        body: 'You did nothing wrong. Try again in a while; if it stays like this, quote the reference below to us.',
      },
    },
    retry: 'Try again',
    reference: 'Reference',
    referenceHint: 'Quote it when you ask for help: with it we find what happened.',
    forDevelopers: 'For developers',
    trace: 'You develop this app: see why',
  },
  documentedError: {
    status: (status: number) => `HTTP status ${status}`,
    remedy: 'What to do',
  },
  logout: {
    heading: (tenant: string) => `Sign out of ${tenant}?`,
    explanation: (tenant: string) => `You will be signed out of ${tenant} in this browser.`,
    askedBy: (app: string, tenant: string) =>
      `${app} asks to sign you out. You will be signed out of ${tenant} in this browser.`,
    signOut: 'Sign out',
    stay: 'Stay signed in',
  },
  signedOut: {
    heading: 'You are signed out',
    explanation: (tenant: string) => `Nobody can use your ${tenant} account in this browser until you sign in again.`,
    alsoApps: 'The apps that you used with it are being signed out, too.',
    back: (app: string) => `Go back to ${app}`,
    signIn: 'Sign in again',
  },
  scopes,
  ...appPages,
  apps,
  security,
  account,
  mail,
  organizationChoice,
  organizations,
  links,
  setup,
  upstream,
  formPost: {
    heading: (app: string | undefined) =>
      app === undefined ? 'Taking you back to the app' : `Taking you back to ${app}`,
    explanation: 'If nothing happens within a few seconds, press the button.',
    submit: 'Continue',
  },
  start: {
    lead: 'Other people’s apps can now ask for a user’s permission, and an API can check what it was given. Here is the whole round trip, ready to try.',
    tryIt: 'Try the sample app',
    steps: [
      { title: 'Open the app', body: 'It knows nothing about you and sends you here to sign in.' },
      { title: 'Sign in and allow', body: 'You see who asks and for what, and you decide.' },
      { title: 'See what it got', body: 'It calls the sample API with exactly what you allowed.' },
    ],
    demoUser: 'Sign in as the demo user',
    demoUserHint: 'This user exists only in development mode.',
    products: 'Three products, each with its own manners',
    productsHint: 'Each has its own issuer, API and sample apps. The demo user is at home in all of them.',
    running: 'What is running',
    forDevelopers: 'Connect your own app',
    discoveryHint:
      'Most OAuth and OpenID Connect libraries need only the issuer: the rest they read from its discovery document.',
    issuer: 'Issuer',
    discovery: 'Discovery document',
    cli: 'Register an app',
  },
};

/** The shape of a language: another one is another file with a constant of this type, listed in index.ts. */
export type Messages = typeof en;
