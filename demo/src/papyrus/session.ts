import type { OpenIdSession, OpenIdVisit } from '../sample/openid/session.ts';
import type { NotesKind } from './explanations.ts';

export type PapyrusVisit = OpenIdVisit<Session, NotesKind>;

export interface Session extends OpenIdSession {
  /** What the API answered last; null: not asked yet. */
  notes: readonly Note[] | null;
}

export interface Note {
  readonly text: string;
  /** The client_id of the app that wrote it; null: the user. */
  readonly written_by: string | null;
}
