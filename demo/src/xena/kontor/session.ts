import type { OpenIdSession, OpenIdVisit } from '../../sample/openid/session.ts';
import type { Books } from '../read-books.ts';
import type { KontorKind } from './explanations.ts';

export type KontorVisit = OpenIdVisit<Session, KontorKind>;

export interface Session extends OpenIdSession {
  /** What the API answered last; null: not asked yet. */
  books: Books | null;
}
