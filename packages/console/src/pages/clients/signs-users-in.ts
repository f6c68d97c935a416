/** Whether users meet the client. `implicit`: what the authorization endpoint gives by itself (OIDC Dynamic Client Registration §2). */
export function signsUsersIn({ grant_types = [] }: { readonly grant_types?: readonly string[] | undefined }): boolean {
  return grant_types.includes('authorization_code') || grant_types.includes('implicit');
}
