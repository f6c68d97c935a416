import { type ApiCall, callApi, damage } from '../../sample/api-call.ts';
import { openIdFetch } from '../../sample/openid/connect.ts';
import type { OpenIdKind } from '../../sample/openid/explanations.ts';
import { renewTokens } from '../../sample/openid/renew.ts';
import type { OpenIdApp, PendingSignIn } from '../../sample/openid/session.ts';
import { isHalfSpent } from '../../sample/openid/tokens.ts';
import type { Action } from '../../sample/routes.ts';
import { bookRequests, readBooks } from '../read-books.ts';
import type { KontorKind } from './explanations.ts';
import type { KontorVisit, Session } from './session.ts';

type StepKind = KontorKind | OpenIdKind;
type Kontor = OpenIdApp<Session>;

/** What a signed-in visitor can make Kontor do, by the path that their form is posted to. */
export function actions(app: Kontor): Readonly<Record<string, Action<Session, PendingSignIn, StepKind>>> {
  return {
    async read(visit, session) {
      visit.timeline.begin('Open the books');
      const { tokens } = session;
      if (tokens.refresh_token !== null && isHalfSpent(tokens, app.options.clock())) {
        await renewTokens(app, visit, session);
        // Renewal failed for good: Xena has ended the session.
        if (visit.session === null) return;
      }
      const books = await readBooks(app.options.api, (request) => call(app, visit, session, request));
      if (books !== null) session.books = books;
    },
    async renew(visit, session) {
      visit.timeline.begin('Renew the tokens');
      if (await renewTokens(app, visit, session)) {
        visit.notice = {
          tone: 'good',
          title: 'Kontor has fresh tokens.',
          body: 'Without a question to you: compare the times of the access token below.',
        };
      }
    },
    async damaged(visit, session) {
      visit.timeline.begin('Use a damaged token');
      const { memberships } = bookRequests(app.options.api);
      await call(app, visit, session, {
        ...memberships,
        title: 'Asking with a damaged token',
        kind: 'damaged',
        access_token: damage(session.tokens.access_token),
      });
    },
  };
}

/** What the API answered, null if it refused. */
function call(
  app: Kontor,
  visit: KontorVisit,
  session: Session,
  request: Omit<ApiCall<KontorKind>, 'allowed'>,
): Promise<unknown> {
  const caller = {
    visit,
    problems: app.problems,
    fetch: (kind: StepKind) => openIdFetch(app, visit.timeline, kind),
    accessToken: () => session.tokens.access_token,
    renew: session.tokens.refresh_token === null ? null : () => renewTokens(app, visit, session),
  };
  return callApi(caller, { ...request, allowed: session.tokens.scope.includes('testapi') });
}
