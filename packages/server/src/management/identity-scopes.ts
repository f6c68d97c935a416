import { IDENTITY_SCOPES, type IdentityScope } from '@xenia/protocol/claims';
import type { ScopeRecord } from '../storage/records.ts';

/** What the consent page says of the scopes of OIDC Core §5.4 and §11, in the words of the user who reads it. */
const wording: Readonly<Record<IdentityScope, Pick<ScopeRecord, 'display_name' | 'description'>>> = {
  openid: {
    display_name: 'Know that it is you',
    description: 'An identifier that stays the same each time you sign in to this app.',
  },
  profile: {
    display_name: 'See your profile',
    description: 'Your name, picture, language and other details that you keep in your profile.',
  },
  email: {
    display_name: 'See your e-mail address',
    description: 'Your e-mail address, and whether it has been verified.',
  },
  address: {
    display_name: 'See your postal address',
    description: 'The street, city, postal code and country that you keep in your profile.',
  },
  phone: {
    display_name: 'See your telephone number',
    description: 'Your telephone number, and whether it has been verified.',
  },
  offline_access: {
    display_name: 'Keep access while you are away',
    description: 'The app can go on using what you allow here when you are not using it, until you uninstall it.',
  },
};

/** The scopes that every tenant has from its first day. */
export function identityScopes(tenant_id: string): ScopeRecord[] {
  return (Object.keys(IDENTITY_SCOPES) as IdentityScope[]).map((name) => ({
    tenant_id,
    name,
    resource: null,
    ...wording[name],
    // Without openid there is no sign-in to allow (OIDC Core §3.1.2.1).
    required: name === 'openid' ? 1 : 0,
    emphasised: 0,
  }));
}
