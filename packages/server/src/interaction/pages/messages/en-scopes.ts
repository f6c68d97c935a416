import type { IdentityScope } from '@xenia/protocol/claims';

/**
 * What an app may ask of every tenant's users (OIDC Core §5.4 and §11), in the words of the user who reads it. New tenants are created
 * with these; other languages stand in for them as long as the operator has not written texts of their own.
 */
export const scopes: Record<IdentityScope, { display_name: string; description: string }> = {
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
