import type { Hono } from 'hono';
import type { SampleAppOptions } from '../../sample/options.ts';
import { createSampleApp } from '../../sample/routes.ts';
import { actions, signOut } from './actions.ts';
import type { StepKind } from './explanations.ts';
import { BRAND } from './pages/brand.ts';
import { homePage } from './pages/home.ts';
import { obolProblems } from './problems.ts';
import type { PendingSignIn, Session } from './session.ts';
import { beginSignIn, finishSignIn } from './sign-in.ts';

/** The sample app of Xendit: a merchant's dashboard by somebody else, which speaks the product's own wire. */
export function createXenditApp(options: SampleAppOptions): Hono {
  return createSampleApp<Session, PendingSignIn, StepKind>({
    options,
    cookie: 'xendit_visit',
    assets: [BRAND.stylesheet],
    problems: obolProblems(options.issuer),
    callback: { path: '/callback', method: 'GET' },
    signedOutPath: null,
    begin: async (visit) => beginSignIn(options, visit),
    finish: (visit, answer) => finishSignIn(options, visit, answer),
    actions: actions(options),
    signOut: (visit, session) => signOut(options, visit, session),
    arriveSignedOut: () => {},
    page: (visit, notice) => homePage({ options, visit, notice, now: options.clock() }),
  });
}
