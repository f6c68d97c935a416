import type { FiscalSetup, Membership } from './api/books.ts';

/** What the API's two answers say together. */
export interface Books {
  /** By whom the API says it was asked. */
  readonly user: string | null;
  readonly app: string;
  readonly companies: readonly (FiscalSetup & Pick<Membership, 'Role'>)[];
}

/** The step kinds of the two requests. */
export type BooksKind = 'memberships' | 'fiscal_setup';

export interface BooksRequest {
  readonly title: string;
  readonly kind: BooksKind;
  readonly method: 'GET';
  readonly url: string;
}

/** The requests that open the books, in their order. `api`: origin. */
export function bookRequests(api: string): { memberships: BooksRequest; fiscalSetup: BooksRequest } {
  const request = (kind: BooksKind, title: string, path: string) =>
    ({ kind, title, method: 'GET', url: `${api}${path}` }) as const;
  return {
    memberships: request('memberships', 'Looking up your companies', '/Api/User/XenaUserMembership'),
    fiscalSetup: request('fiscal_setup', 'Opening the books', '/Api/User/FiscalSetup'),
  };
}

/** Asks for both; null if either was refused. `call`: null if the API refused. */
export async function readBooks(api: string, call: (request: BooksRequest) => Promise<unknown>): Promise<Books | null> {
  const { memberships, fiscalSetup } = bookRequests(api);
  const first = (await call(memberships)) as { Memberships: readonly Membership[] } | null;
  if (first === null) return null;
  const second = (await call(fiscalSetup)) as Answer | null;
  if (second === null) return null;
  const roles = new Map(first.Memberships.map(({ FiscalSetupId, Role }) => [FiscalSetupId, Role]));
  return {
    user: second.User.Name ?? second.User.Sub,
    app: second.App,
    companies: second.FiscalSetups.map((setup) => ({ ...setup, Role: roles.get(setup.Id) ?? 'Bookkeeper' })),
  };
}

interface Answer {
  readonly User: { readonly Sub: string | null; readonly Name: string | null };
  readonly App: string;
  readonly FiscalSetups: readonly FiscalSetup[];
}
