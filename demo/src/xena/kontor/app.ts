import type { Hono } from 'hono';
import { createOpenIdApp } from '../../sample/openid/app.ts';
import type { OpenIdApp } from '../../sample/openid/session.ts';
import type { SampleAppOptions } from '../../sample/options.ts';
import { actions } from './actions.ts';
import type { KontorKind } from './explanations.ts';
import { BRAND } from './pages/brand.ts';
import { homePage } from './pages/home.ts';
import { PARTIES, PROBLEMS } from './parties.ts';
import type { Session } from './session.ts';
import { singleLogout } from './single-logout.ts';

/** An app with a server of its own, in the manner of an ASP.NET middleware: the hybrid flow, its answer posted as a form. */
export function createKontor(options: SampleAppOptions): Hono {
  const kontor: OpenIdApp<Session> = {
    options,
    parties: PARTIES,
    problems: PROBLEMS,
    manner: {
      response_type: 'code id_token',
      token_endpoint_auth_method: 'client_secret_post',
      callbackPath: '/signin-oidc',
      signedOutPath: '/signout-callback-oidc',
      scope: 'openid profile email offline_access testapi',
    },
    open: (session) => ({ ...session, books: null }),
  };
  return createOpenIdApp<Session, KontorKind>(
    kontor,
    {
      cookie: 'kontor_visit',
      assets: [BRAND.stylesheet],
      actions: actions(kontor),
      page: (visit, notice) => homePage({ options, visit, notice, now: options.clock() }),
    },
    singleLogout(options),
  );
}
