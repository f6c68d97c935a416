import type { Hono } from 'hono';
import { createOpenIdApp } from '../sample/openid/app.ts';
import type { OpenIdApp } from '../sample/openid/session.ts';
import type { SampleAppOptions } from '../sample/options.ts';
import { actions } from './actions.ts';
import type { NotesKind } from './explanations.ts';
import { BRAND } from './pages/brand.ts';
import { homePage } from './pages/home.ts';
import { PARTIES, PROBLEMS } from './parties.ts';
import type { Session } from './session.ts';

/** The sample app: what somebody else's product does with Xenia, with openid-client, server-side. */
export function createPapyrus(options: SampleAppOptions): Hono {
  const papyrus: OpenIdApp<Session> = {
    options,
    parties: PARTIES,
    problems: PROBLEMS,
    manner: {
      response_type: 'code',
      token_endpoint_auth_method: 'client_secret_basic',
      callbackPath: '/callback',
      signedOutPath: '/signed-out',
      scope: 'openid profile email offline_access notes.read notes.write',
    },
    open: (session) => ({ ...session, notes: null }),
  };
  return createOpenIdApp<Session, NotesKind>(papyrus, {
    cookie: 'papyrus_visit',
    assets: [BRAND.stylesheet],
    actions: actions(papyrus),
    page: (visit, notice) => homePage({ options, visit, notice, now: options.clock() }),
  });
}
