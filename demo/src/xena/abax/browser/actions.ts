import { type ApiCall, callApi, damage } from '../../../sample/api-call.ts';
import { bookRequests, readBooks } from '../../read-books.ts';
import type { AbaxKind } from '../explanations.ts';
import { PROBLEMS } from '../parties.ts';
import { abaxFetch } from './issuer.ts';
import { renewSilently } from './renew.ts';
import type { AbaxState, Session } from './state.ts';

/** What a signed-in visitor can make Abax do, by the action of its form. */
export const ACTIONS: Readonly<Record<string, (state: AbaxState, session: Session) => Promise<void>>> = {
  async read(state, session) {
    state.timeline.begin('Open the books');
    const books = await readBooks(state.options.api, (request) => call(state, session, request));
    if (books !== null && state.session !== null) state.session.books = books;
  },
  async renew(state, session) {
    state.timeline.begin('Renew the tokens');
    if (await renewSilently(state, session)) {
      state.notice = {
        tone: 'good',
        title: 'Abax has fresh tokens.',
        body: 'Without a question to you: compare the times of the access token below.',
      };
    }
  },
  async damaged(state, session) {
    state.timeline.begin('Use a damaged token');
    const { memberships } = bookRequests(state.options.api);
    await call(state, session, {
      ...memberships,
      title: 'Asking with a damaged token',
      kind: 'damaged',
      access_token: damage(session.access_token),
    });
  },
};

/** What the API answered, null if it refused. */
function call(state: AbaxState, session: Session, request: Omit<ApiCall<AbaxKind>, 'allowed'>): Promise<unknown> {
  const caller = {
    visit: state,
    problems: PROBLEMS,
    fetch: (kind: AbaxKind) => abaxFetch(state, kind),
    accessToken: () => (state.session ?? session).access_token,
    renew: () => renewSilently(state, session),
  };
  return callApi(caller, { ...request, allowed: session.scope.includes('testapi') });
}
