import type { Explanation } from '../sample/pages/timeline.ts';
import type { BooksKind } from './read-books.ts';

/** What both apps do at the Xena API. */
export function booksExplanations(app: string): Readonly<Record<BooksKind | 'damaged', Explanation>> {
  return {
    memberships: {
      title: `${app} looks up your companies`,
      why: 'The access token is all that the API needs: it says who you are (`sub`), which app is asking (`client_id`) and that you allowed `testapi`. The API checks the signature itself and answers for exactly the two of you.',
    },
    fiscal_setup: {
      title: `${app} opens the books`,
      why: '`testapi` is one wide permission: whoever holds this token may use everything of yours at Xena. That is why Xena marked it when it asked you, and why the token lives for an hour only.',
    },
    damaged: {
      title: `${app} sends a token with one letter changed`,
      why: 'The signature no longer fits, so the API refuses with 401. Nobody can write themselves a token, or put another name into one.',
    },
  };
}
