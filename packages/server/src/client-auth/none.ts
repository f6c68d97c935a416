import type { ClientAuthMethod } from './client-auth-method.ts';

/** A public client only names itself (RFC 6749 §3.2.1); PKCE and token binding carry the proof. */
export const none: ClientAuthMethod = {
  method: 'none',
  serves: ['none'],
  presents: ({ basic, parameters }) =>
    basic === null &&
    parameters.has('client_id') &&
    !parameters.has('client_secret') &&
    !parameters.has('client_assertion'),
  claimedClientId: ({ parameters }) => parameters.get('client_id') ?? '',
  authenticate: async () => {},
};
