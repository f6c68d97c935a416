import type { Results } from '../../../api/operations.ts';

export type ShownUser = Results['getUser'];

/** What the user is called (OIDC Core §5.1); null: nobody knows. */
export function userName({ claims }: Pick<ShownUser, 'claims'>): string | null {
  const { name } = claims;
  return typeof name === 'string' && name !== '' ? name : null;
}
