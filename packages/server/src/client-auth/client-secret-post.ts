import type { ClientAuthMethod } from './client-auth-method.ts';
import { verifyClientSecret } from './client-secret.ts';

/** RFC 6749 §2.3.1, in the request body. */
export const clientSecretPost: ClientAuthMethod = {
  method: 'client_secret_post',
  serves: ['client_secret_basic', 'client_secret_post'],
  presents: ({ parameters }) => parameters.has('client_secret'),
  claimedClientId: ({ parameters }) => parameters.get('client_id') ?? '',
  authenticate: async (exchange, client, { parameters }) =>
    verifyClientSecret(exchange, client, parameters.get('client_secret') ?? ''),
};
