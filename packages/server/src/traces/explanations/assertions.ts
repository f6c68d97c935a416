import { duration, type Explainers, fact, number, type Told } from '../explanation.ts';
import type { TraceFacts } from '../facts.ts';

/** Why a JWS was not accepted (protocol/jws.ts), for a JWT of this kind. */
function jwsExplanations(prefix: string, kind: string, keys: string): Explainers {
  const told: Readonly<Record<string, Told>> = {
    too_long: { what: `The ${kind} is too long.`, step: 'Leave out claims that are not needed.' },
    malformed: { what: `The ${kind} is no JWT of three parts in base64url.`, step: 'Send it whole and unchanged.' },
    header_not_json: { what: `The header of the ${kind} is no JSON.`, step: 'Make it with a JWT library.' },
    header_invalid: {
      what: `The header of the ${kind} has a member of the wrong type.`,
      step: 'Make it with a JWT library.',
    },
    payload_not_json: { what: `The payload of the ${kind} is no JSON object.`, step: 'Make it with a JWT library.' },
    critical_header: { what: `The ${kind} has a crit or b64 header, which is not supported.`, step: 'Leave it out.' },
    embedded_key: {
      what: `The ${kind} brings its own key (jwk, jku, x5c ...), which is never trusted.`,
      step: `Leave it out, and name the key by its kid: ${keys}.`,
    },
    algorithm_not_allowed: {
      what: `The ${kind} is signed with an algorithm that is not allowed here.`,
      step: 'Sign with the registered algorithm, never with none.',
    },
    unknown_key: {
      what: `No known key has the kid of the ${kind}, or fits its algorithm.`,
      step: `Name a key that is known: ${keys}.`,
    },
    key_unsuitable: {
      what: `The key does not fit the algorithm of the ${kind}.`,
      step: `Use a key for that algorithm: ${keys}.`,
    },
    signature_mismatch: {
      what: `The signature of the ${kind} does not match the known key.`,
      step: `Sign with the key whose public half is known: ${keys}.`,
    },
  };
  return Object.fromEntries(Object.entries(told).map(([reason, words]) => [`${prefix}_${reason}`, words]));
}

const KEYS_STEP = 'Publish a JWK Set with the public keys, each with a kid of its own, at the jwks_uri.';

export const assertionExplanations: Explainers = {
  ...jwsExplanations('client_assertion', 'client assertion', 'the keys are those of jwks or jwks_uri of the client'),
  ...jwsExplanations('id_token_hint', 'id_token_hint', 'it must be an ID token that this issuer has given'),
  id_token_hint_not_an_id_token: { what: 'The id_token_hint is another kind of token.', step: 'Send the ID token.' },
  id_token_hint_issuer_mismatch: {
    what: 'The id_token_hint is from another issuer.',
    step: 'Send the ID token that this issuer has given.',
  },
  id_token_hint_audience_malformed: {
    what: 'The id_token_hint is not for one client.',
    step: 'Send the ID token as it was given.',
  },
  id_token_hint_audience_mismatch: {
    what: 'The id_token_hint was given to another client.',
    step: 'Send the ID token of the client that asks.',
  },
  id_token_hint_sub_missing: { what: 'The id_token_hint names no user.', step: 'Send the ID token as it was given.' },
  client_assertion_type: {
    what: 'client_assertion_type is missing or unknown.',
    expected: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    step: 'Send it next to client_assertion (RFC 7523 §2.2).',
  },
  client_assertion_replayed: {
    what: 'This client assertion was used before: each jti counts once.',
    step: 'Make a new assertion with a fresh jti for each request, also when you try again.',
  },
  assertion_iss_mismatch: {
    what: 'The `iss` of the client assertion is not the client_id.',
    step: 'Set iss and sub to the client_id.',
  },
  assertion_sub_mismatch: {
    what: 'The `sub` of the client assertion is not the client_id.',
    step: 'Set iss and sub to the client_id.',
  },
  assertion_aud_mismatch: {
    what: 'The `aud` of the client assertion is not the issuer alone.',
    step: 'Set aud to the issuer, exactly and to nothing else; the URL of the token endpoint is not accepted.',
  },
  assertion_iat_malformed: {
    what: 'The `iat` of the client assertion is no number of seconds.',
    step: 'Write it as seconds since 1970.',
  },
  assertion_nbf_malformed: {
    what: 'The `nbf` of the client assertion is no number of seconds.',
    step: 'Write it as seconds since 1970.',
  },
  assertion_iat_in_future: (of) => ahead(of, 'iat'),
  assertion_nbf_in_future: (of) => ahead(of, 'nbf'),
  assertion_exp_missing: {
    what: 'The client assertion has no `exp`.',
    step: 'Set exp to about a minute from now, in seconds since 1970.',
  },
  assertion_expired: (of) => ({
    what: `The client assertion expired ${duration(number(of, 'expired_ago') ?? 0)} ago.`,
    expected: 'an exp that is ahead',
    received: `${number(of, 'expired_ago') ?? 0} seconds ago`,
    step: 'Make a new assertion for each request. If it was new, the clock of your server is behind: synchronise it (NTP).',
  }),
  assertion_exp_too_far: (of) => ({
    what: 'The `exp` of the client assertion is too far ahead.',
    expected: 'at most 600 seconds ahead',
    received: `${number(of, 'lifetime') ?? 0} seconds ahead`,
    step: 'Set exp to about a minute from now, in seconds (not milliseconds) since 1970.',
  }),
  assertion_jti_missing: {
    what: 'The client assertion has no usable `jti`.',
    step: 'Set jti to a fresh random text of at most 256 characters.',
  },
  jwks_uri_status: (of) => ({
    what: 'The jwks_uri of the client did not answer with 200.',
    expected: '200',
    received: fact(of, 'status'),
    step: KEYS_STEP,
  }),
  jwks_uri_unreachable: (of) => ({
    what: 'The jwks_uri of the client could not be fetched.',
    received: fact(of, 'why'),
    step: 'Make it reachable from the internet by https, without redirects.',
  }),
  jwks_uri_not_json: { what: 'The jwks_uri of the client did not answer with JSON.', step: KEYS_STEP },
  jwks_uri_not_a_jwk_set: { what: 'The jwks_uri of the client did not answer with a JWK Set.', step: KEYS_STEP },
  jwks_uri_too_many_keys: {
    what: 'The JWK Set of the client has too many keys.',
    step: 'Leave only those that still sign.',
  },
  jwks_uri_duplicate_kid: { what: 'Two keys in the JWK Set of the client have the same kid.', step: KEYS_STEP },
};

function ahead(of: TraceFacts, claim: string): Told {
  const skew = number(of, 'skew') ?? 0;
  return {
    what: `The \`${claim}\` of the client assertion is ${duration(skew)} in the future.`,
    expected: 'at most 60 seconds ahead',
    received: `${skew} seconds ahead`,
    step: 'The clock of your server is ahead: synchronise it (NTP). Claims are in seconds, not in milliseconds.',
  };
}
