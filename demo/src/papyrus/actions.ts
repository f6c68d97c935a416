import { callApi, damage } from '../sample/api-call.ts';
import { openIdFetch } from '../sample/openid/connect.ts';
import type { OpenIdKind } from '../sample/openid/explanations.ts';
import { renewTokens } from '../sample/openid/renew.ts';
import type { OpenIdApp, PendingSignIn } from '../sample/openid/session.ts';
import type { Action } from '../sample/routes.ts';
import type { NotesKind } from './explanations.ts';
import type { Note, PapyrusVisit, Session } from './session.ts';

type Papyrus = OpenIdApp<Session>;
type StepKind = NotesKind | OpenIdKind;

interface NotesCall {
  readonly title: string;
  readonly kind: NotesKind;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** What the visitor must have allowed. */
  readonly scope: string;
  readonly body?: unknown;
  /** Instead of the session's. */
  readonly access_token?: string;
}

type PapyrusAction = Action<Session, PendingSignIn, StepKind>;

/** What a signed-in visitor can make Papyrus do, by the path that their form is posted to. */
export function actions(app: Papyrus): Readonly<Record<string, PapyrusAction>> {
  return {
    async read(visit, session) {
      visit.timeline.begin('Read the notes');
      await readNotes(app, visit, session);
    },
    async write(visit, session, form) {
      visit.timeline.begin('Add a note');
      const text = (form.get('text') ?? '').trim() || 'Thank the host';
      const call: NotesCall = {
        title: 'Adding a note',
        kind: 'write',
        method: 'POST',
        scope: 'notes.write',
        body: { text },
      };
      if ((await callNotes(app, visit, session, call)) !== null) await readNotes(app, visit, session);
    },
    async refresh(visit, session) {
      visit.timeline.begin('Get fresh tokens');
      if (await renewTokens(app, visit, session)) {
        visit.notice = {
          tone: 'good',
          title: 'Papyrus has fresh tokens.',
          body: 'Without a question to you: compare the times of the access token below.',
        };
      }
    },
    async overreach(visit, session) {
      visit.timeline.begin('Try to delete the notes');
      await callNotes(app, visit, session, {
        title: 'Deleting all notes',
        kind: 'overreach',
        method: 'DELETE',
        scope: 'notes.delete',
      });
    },
    async damaged(visit, session) {
      visit.timeline.begin('Use a damaged token');
      const access_token = damage(session.tokens.access_token);
      await callNotes(app, visit, session, {
        title: 'Reading with a damaged token',
        kind: 'damaged',
        method: 'GET',
        scope: 'notes.read',
        access_token,
      });
    },
  };
}

async function readNotes(app: Papyrus, visit: PapyrusVisit, session: Session): Promise<void> {
  const call: NotesCall = { title: 'Reading your notes', kind: 'read', method: 'GET', scope: 'notes.read' };
  const body = (await callNotes(app, visit, session, call)) as { notes?: readonly Note[] } | null;
  if (body !== null) session.notes = body.notes ?? [];
}

/** What the API allowed, null if it did not. */
function callNotes(app: Papyrus, visit: PapyrusVisit, session: Session, call: NotesCall): Promise<unknown> {
  const caller = {
    visit,
    problems: app.problems,
    fetch: (kind: StepKind) => openIdFetch(app, visit.timeline, kind),
    accessToken: () => session.tokens.access_token,
    renew: session.tokens.refresh_token === null ? null : () => renewTokens(app, visit, session),
  };
  const { scope, ...rest } = call;
  return callApi(caller, { ...rest, url: `${app.options.api}/notes`, allowed: session.tokens.scope.includes(scope) });
}
