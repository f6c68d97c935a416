import type { ClientAuthMethod } from './client-auth-method.ts';
import { verifyClientSecret } from './client-secret.ts';

/** RFC 6749 §2.3.1, HTTP Basic. */
export const clientSecretBasic: ClientAuthMethod = {
  method: 'client_secret_basic',
  // Both transports carry the same secret, so a client may use either whichever it registered.
  serves: ['client_secret_basic', 'client_secret_post'],
  presents: (request) => request.basic !== null,
  claimedClientId: (request) => request.basic?.client_id ?? '',
  authenticate: async (exchange, client, request) =>
    verifyClientSecret(exchange, client, request.basic?.client_secret ?? ''),
};
