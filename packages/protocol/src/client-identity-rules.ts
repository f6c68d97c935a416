import { notSupported, quote, type Rule } from './client-metadata-rule.ts';
import { importJwkSet, JwkSetError } from './jwk-set.ts';
import { signingAlgorithmNamed } from './signing-algorithm.ts';

/** Rules about who a client is and how it proves that. */

const MAX_NAME_LENGTH = 100;
const MAX_DESCRIPTION_LENGTH = 1000;
/** Control characters, and those that turn the direction of the text around them. */
const DECEPTIVE_TEXT = /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;

export const names: Rule = function* ({ client_name, description = '', application_type, contacts = [] }) {
  const field = 'client_name';
  if (client_name.trim() === '')
    yield { field, problem: 'Is missing; users see it when they are asked to allow the app.' };
  if (client_name.length > MAX_NAME_LENGTH)
    yield { field, problem: `Is longer than ${MAX_NAME_LENGTH} characters; shorten it.` };
  if (DECEPTIVE_TEXT.test(client_name)) yield { field, problem: 'Contains an invisible control character; remove it.' };
  if (description.length > MAX_DESCRIPTION_LENGTH) {
    yield { field: 'description', problem: `Is longer than ${MAX_DESCRIPTION_LENGTH} characters; shorten it.` };
  }
  if (DECEPTIVE_TEXT.test(description.replaceAll('\n', ' '))) {
    yield { field: 'description', problem: 'Contains an invisible control character; remove it.' };
  }
  if (application_type !== 'web' && application_type !== 'native') {
    yield { field: 'application_type', problem: 'Must be web or native.' };
  }
  for (const contact of contacts) {
    if (!/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(contact)) {
      yield { field: 'contacts', problem: `${quote(contact)} is not an e-mail address.` };
    }
  }
};

export const clientAuthentication: Rule = function* (metadata, capabilities) {
  const { token_endpoint_auth_method, token_endpoint_auth_signing_alg, jwks, jwks_uri } = metadata;
  yield* notSupported(
    'token_endpoint_auth_method',
    [token_endpoint_auth_method],
    capabilities.token_endpoint_auth_methods,
  );
  if (jwks !== undefined && jwks_uri !== undefined) {
    yield { field: 'jwks', problem: 'Give either jwks or jwks_uri, not both.' };
  }
  if (token_endpoint_auth_method === 'private_key_jwt' && jwks === undefined && jwks_uri === undefined) {
    yield { field: 'jwks', problem: 'private_key_jwt needs the public key; add jwks or jwks_uri.' };
  }
  const field = 'token_endpoint_auth_signing_alg';
  const alg = token_endpoint_auth_signing_alg;
  if (alg === undefined) return;
  if (token_endpoint_auth_method === 'private_key_jwt' && signingAlgorithmNamed(alg) === null) {
    yield { field, problem: `${quote(alg)} is not supported; use PS256, ES256, EdDSA or RS256.` };
  } else if (token_endpoint_auth_method === 'client_secret_jwt' && alg !== 'HS256') {
    yield { field, problem: 'client_secret_jwt signs with HS256.' };
  } else if (!token_endpoint_auth_method.endsWith('_jwt')) {
    yield { field, problem: `${quote(token_endpoint_auth_method)} signs nothing; remove it.` };
  }
};

export const keys: Rule = function* ({ jwks }) {
  if (jwks === undefined) return;
  const field = 'jwks';
  try {
    if (importJwkSet(jwks).length === 0) {
      yield { field, problem: 'Has no usable public key; add one of RSA (2048 bits or more), P-256 or Ed25519.' };
    }
    if (jwks.keys.some((key) => 'd' in key || 'k' in key)) {
      yield { field, problem: 'Contains a private key; replace the key pair and register only its public half.' };
    }
  } catch (error) {
    if (!(error instanceof JwkSetError)) throw error;
    yield { field, problem: `Is not an acceptable JWK Set (${error.reason}); see RFC 7517 section 5.` };
  }
};

export const signing: Rule = function* ({ id_token_signed_response_alg, default_max_age }, { id_token_signing_algs }) {
  yield* notSupported('id_token_signed_response_alg', [id_token_signed_response_alg], id_token_signing_algs);
  if (default_max_age !== undefined && !(Number.isSafeInteger(default_max_age) && default_max_age >= 0)) {
    yield { field: 'default_max_age', problem: 'Must be a whole number of seconds, 0 or more.' };
  }
};
