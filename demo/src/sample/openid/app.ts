import type { Hono } from 'hono';
import { createSampleApp, type SampleApp, type SampleKit } from '../routes.ts';
import type { OpenIdKind } from './explanations.ts';
import type { OpenIdApp, OpenIdSession, PendingSignIn } from './session.ts';
import { beginSignIn, finishSignIn } from './sign-in.ts';
import { arriveSignedOut, signOut } from './sign-out.ts';

type Own<Session extends OpenIdSession, Kind extends string> = Pick<
  SampleApp<Session, PendingSignIn, Kind | OpenIdKind>,
  'cookie' | 'assets' | 'actions' | 'page'
>;

/** A server-rendered sample app whose sign-in and sign-out are OpenID Connect's; the rest is its own. */
export function createOpenIdApp<Session extends OpenIdSession, Kind extends string>(
  app: OpenIdApp<Session>,
  own: Own<Session, Kind>,
  extend?: (hono: Hono, kit: SampleKit<Session, PendingSignIn, Kind | OpenIdKind>) => void,
): Hono {
  const { options, problems, manner } = app;
  return createSampleApp<Session, PendingSignIn, Kind | OpenIdKind>(
    {
      ...own,
      options,
      problems,
      callback: { path: manner.callbackPath, method: manner.response_type === 'code' ? 'GET' : 'POST' },
      signedOutPath: manner.signedOutPath,
      begin: (visit) => beginSignIn<Session, Kind>(app, visit),
      finish: (visit, answer) => finishSignIn<Session, Kind>(app, visit, answer),
      signOut: (visit, session) => signOut<Session, Kind>(app, visit, session),
      arriveSignedOut: (visit, answer) => arriveSignedOut<Session, Kind>(app, visit, answer),
    },
    extend,
  );
}
