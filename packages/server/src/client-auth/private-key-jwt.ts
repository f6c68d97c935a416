import { type ImportedKey, importJwkSet } from '@xenia/protocol/jwk-set';
import { SIGNING_ALGORITHMS, verifyJws } from '@xenia/protocol/jws';
import { signingAlgorithmNamed } from '@xenia/protocol/signing-algorithm';
import type { Exchange } from '../exchange.ts';
import type { Client } from '../tenants/client.ts';
import { acceptAssertion, claimedByAssertion, presentsAssertion, readAssertion } from './client-assertion.ts';
import type { ClientAuthMethod } from './client-auth-method.ts';
import { fetchClientKeys } from './client-keys.ts';

/** OIDC Core §9 private_key_jwt, RFC 7523 §3. Keys come from the registration alone, never from the assertion's header. */
export const privateKeyJwt: ClientAuthMethod = {
  method: 'private_key_jwt',
  serves: ['private_key_jwt'],
  presents: (request) => presentsAssertion(request, 'asymmetric'),
  claimedClientId: claimedByAssertion,
  authenticate: async (exchange, client, { parameters }) => {
    const assertion = parameters.get('client_assertion') ?? '';
    const algorithms = registeredAlgorithms(client);
    const verify = (keys: readonly ImportedKey[]) => verifyJws(assertion, { keys: () => keys, algorithms });
    const { payload } = await verifyWithKeys(exchange, client, verify);
    await acceptAssertion(exchange, client, payload);
  },
};

function registeredAlgorithms(client: Client): readonly string[] {
  const registered = signingAlgorithmNamed(client.metadata.token_endpoint_auth_signing_alg);
  return registered === null ? SIGNING_ALGORITHMS : [registered];
}

/** Keys at a jwks_uri may have been replaced since they were fetched: a failure is tried once more with fresh ones. */
async function verifyWithKeys<T>(
  exchange: Exchange,
  client: Client,
  verify: (keys: readonly ImportedKey[]) => T,
): Promise<T> {
  const { jwks, jwks_uri } = client.metadata;
  if (jwks_uri === undefined) return readAssertion(() => verify(importJwkSet(jwks)));
  const { keys, cached } = await fetchClientKeys(exchange, jwks_uri, { fresh: false });
  try {
    return readAssertion(() => verify(keys));
  } catch (error) {
    if (!cached) throw error;
    const refreshed = await fetchClientKeys(exchange, jwks_uri, { fresh: true });
    return readAssertion(() => verify(refreshed.keys));
  }
}
