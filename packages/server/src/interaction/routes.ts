import type { Endpoint } from '../endpoints/endpoint.ts';
import { HttpError } from '../http/http-error.ts';
import { respondToAccount } from './account/index.ts';
import { respondToApps } from './apps.ts';
import { themeStylesheet } from './assets/theme.ts';
import { showDirectory } from './directory.ts';
import { respondToRecovery } from './forgot-password.ts';
import { showHome } from './home.ts';
import { respondToInteraction } from './index.ts';
import { respondToLink } from './links/index.ts';
import { respondToSetup } from './setup.ts';
import { respondToSignIn } from './sign-in.ts';
import { respondToSignInByMail } from './sign-in-by-mail.ts';
import { respondToSignUp } from './sign-up.ts';
import { respondToUpstream } from './upstream.ts';

/** `/interaction/{id}` and `/interaction/{id}/{answer}`. */
export const interactionRoute: Endpoint = {
  methods: ['GET', 'POST'],
  reader: 'person',
  cors: 'none',
  respond: async (exchange) => {
    const [, interaction_id, answer, ...rest] = exchange.path.slice(1).split('/');
    if (interaction_id === undefined || interaction_id === '' || rest.length > 0)
      throw new HttpError(404, 'There is no such page');
    return respondToInteraction(exchange, interaction_id, answer);
  },
};

/** The tenant's own accent colour, as a stylesheet because the content security policy forbids inline styles. */
export const themeRoute: Endpoint = {
  methods: ['GET', 'HEAD'],
  reader: 'person',
  cors: 'none',
  respond: async ({ tenant }) =>
    new Response(themeStylesheet(tenant.settings.accentColor), {
      headers: {
        'content-type': 'text/css; charset=utf-8',
        'cache-control': `public, max-age=${tenant.settings.metadataMaxAge}`,
      },
    }),
};

/** Who reads it need not be signed in. */
export const directoryRoute: Endpoint = {
  methods: ['GET', 'HEAD'],
  reader: 'person',
  cors: 'none',
  respond: showDirectory,
};

export const homeRoute: Endpoint = { methods: ['GET', 'HEAD'], reader: 'person', cors: 'none', respond: showHome };

/** Where a user signs in whom no app sent. */
export const signInRoute: Endpoint = {
  methods: ['GET', 'HEAD', 'POST'],
  reader: 'person',
  cors: 'none',
  respond: respondToSignIn,
};

/** `/apps`, `/apps/{grant_id}` and `/apps/{grant_id}/{answer}`. */
export const appsRoute: Endpoint = {
  methods: ['GET', 'HEAD', 'POST'],
  reader: 'person',
  cors: 'none',
  respond: respondToApps,
};

/** `/account` and what is below it. */
export const accountRoute: Endpoint = {
  methods: ['GET', 'HEAD', 'POST'],
  reader: 'person',
  cors: 'none',
  respond: respondToAccount,
};

/** `/link/{secret}`: what a mail leads to. */
export const linkRoute: Endpoint = personal(respondToLink);
/** `/setup/{secret}`: what the command line prints to make an operator. */
export const setupRoute: Endpoint = personal(respondToSetup);
export const signUpRoute: Endpoint = personal(respondToSignUp);
export const recoveryRoute: Endpoint = personal(respondToRecovery);
export const signInByMailRoute: Endpoint = personal(respondToSignInByMail);
/** `/sign-in-with/{provider_id}` and `/sign-in-with/{provider_id}/callback`. */
export const upstreamRoute: Endpoint = personal(respondToUpstream);

function personal(respond: Endpoint['respond']): Endpoint {
  return { methods: ['GET', 'HEAD', 'POST'], reader: 'person', cors: 'none', respond };
}
