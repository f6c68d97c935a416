/** The organization that an app is installed on, for whatever tells about a token; nothing where there is none. */
export function organizationClaim(of: { readonly org_id: string } | null | undefined): { org_id?: string } {
  return of == null || of.org_id === '' ? {} : { org_id: of.org_id };
}
