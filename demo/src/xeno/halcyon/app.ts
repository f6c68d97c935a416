import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { SampleAppOptions } from '../../sample/options.ts';
import { createSampleApp } from '../../sample/routes.ts';
import { actions } from './actions.ts';
import type { StepKind } from './explanations.ts';
import { beginInstallation, finishInstallation } from './install.ts';
import { BRAND } from './pages/brand.ts';
import { homePage } from './pages/home.ts';
import { PROBLEMS } from './parties.ts';
import type { PendingInstallation, Session } from './session.ts';
import { LONGEST_NOTICE, openReceiver, takeNotice } from './webhook.ts';

/** The sample app of Xeno: an add-on that is installed on an account, in plain HTTP, as the product's document describes it. */
export function createHalcyon(options: SampleAppOptions): Hono {
  const receiver = openReceiver(options);
  return createSampleApp<Session, PendingInstallation, StepKind>(
    {
      options,
      cookie: 'xeno_visit',
      assets: [BRAND.stylesheet],
      problems: PROBLEMS,
      callback: { path: '/callback', method: 'GET' },
      signedOutPath: null,
      begin: async (visit) => beginInstallation(options, visit),
      finish: (visit, answer) => finishInstallation(options, visit, answer),
      actions: actions(options),
      // Nobody is signed in here: an app is installed until it is uninstalled.
      signOut: async () => '/',
      arriveSignedOut: () => {},
      page: (visit, notice) => homePage({ options, visit, notice, now: options.clock() }),
    },
    (app, { visits }) => {
      app.post('/webhook', bodyLimit({ maxSize: LONGEST_NOTICE }), (c) =>
        takeNotice(c, options, receiver, visits.all()),
      );
    },
  );
}
