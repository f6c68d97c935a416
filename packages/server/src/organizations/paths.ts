/** Where members see their organization, relative to the issuer. */
export function organizationPath(org_id: string): string {
  return `/account/organizations/${encodeURIComponent(org_id)}`;
}

/** Where its admins decide about apps. */
export function organizationAppsPath(org_id: string): string {
  return `${organizationPath(org_id)}/apps`;
}
