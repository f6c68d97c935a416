import { verifyHmacJws } from '@xenia/protocol/jws';
import type { Exchange } from '../exchange.ts';
import type { Client } from '../tenants/client.ts';
import { acceptAssertion, claimedByAssertion, presentsAssertion, readAssertion } from './client-assertion.ts';
import type { ClientAuthMethod } from './client-auth-method.ts';

/** OIDC Core §9 client_secret_jwt: an HMAC with the client's secret, which is therefore kept sealed instead of hashed only. */
export const clientSecretJwt: ClientAuthMethod = {
  method: 'client_secret_jwt',
  serves: ['client_secret_jwt'],
  presents: (request) => presentsAssertion(request, 'symmetric'),
  claimedClientId: claimedByAssertion,
  authenticate: async (exchange, client, { parameters }) => {
    const { payload } = readAssertion(() =>
      verifyHmacJws(parameters.get('client_assertion') ?? '', secretsInForce(exchange, client)),
    );
    await acceptAssertion(exchange, client, payload);
  },
};

function secretsInForce({ deps }: Exchange, client: Client): string[] {
  const now = deps.clock();
  return client.secrets
    .filter((secret) => secret.sealed_secret !== null && (secret.expires_at === null || secret.expires_at > now))
    .map((secret) => deps.sealer.open('client-secret', secret.sealed_secret ?? '')?.toString() ?? '')
    .filter((secret) => secret !== '');
}
