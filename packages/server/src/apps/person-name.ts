/** What a user calls themselves, of the JSON of their claims (OIDC Core §5.1); null if nothing. */
export function nameOf(claims: string): string | null {
  const { name } = JSON.parse(claims) as { name?: unknown };
  return typeof name === 'string' && name !== '' ? name : null;
}
