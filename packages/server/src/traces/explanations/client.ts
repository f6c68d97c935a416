import { duration, type Explainers, fact, facts, number } from '../explanation.ts';
import type { TraceFacts } from '../facts.ts';

export const clientExplanations: Explainers = {
  client_id_missing: {
    what: 'The request has no client_id.',
    step: 'Send the client_id that the console shows for the client.',
  },
  client_unknown: {
    what: 'There is no client with this client_id in this tenant.',
    step: 'Compare it with the client_id in the console, and the address that you call with the issuer.',
  },
  client_disabled: {
    what: 'The client is disabled, so that nothing is given to it.',
    step: 'Enable it in the console; if an administrator has disabled it, ask them.',
  },
  client_of_another_dialect: {
    what: 'This address belongs to another client.',
    step: 'Call the endpoints that the discovery document of the issuer names.',
  },
  client_credentials_missing: {
    what: 'The request does not say which client makes it, or brings nothing to prove that.',
    expected:
      'Authorization: Basic, client_id and client_secret in the body, a client_assertion, or the client_id of a public client',
    received: 'none of these',
    step: 'Send the credentials of the client by the method that it is registered with.',
    hints: ['If your code sets an Authorization header, make sure that no proxy removes it.'],
  },
  client_auth_methods_combined: (of) => ({
    what: 'The client proves itself in more than one way, which is not allowed (RFC 6749 §2.3).',
    expected: 'one method',
    received: facts(of, 'methods').join(' and '),
    step: 'Send the credentials once: either in the Authorization header or in the body.',
    hints: ['Some libraries add client_secret to the body by themselves: set the method there.'],
  }),
  client_auth_method_mismatch: (of) => ({
    what: 'The client proves itself in another way than it is registered for.',
    expected: fact(of, 'registered'),
    received: fact(of, 'presented'),
    step:
      fact(of, 'presented') === 'none'
        ? 'The request has no secret or assertion: send it, or register the client as a public one.'
        : 'Use the registered method, or change token_endpoint_auth_method of the client.',
  }),
  client_id_contradicts_credentials: {
    what: 'The client_id in the body is not that of the credentials.',
    step: 'Leave client_id out of the body, or send the same in both places.',
  },
  client_secret_wrong: (of) => ({
    what: 'The client secret is none of those that the client has now.',
    expected: facts(of, 'registered').join(', ') || 'the client has no secret',
    received: receivedSecret(of),
    step: secretStep(of),
    hints: secretHints(of),
  }),
  client_secret_expired: (of) => ({
    what: `The client secret ${fact(of, 'hint') ?? ''} has expired.`,
    expected: 'a secret that has not expired',
    received: `${fact(of, 'hint') ?? 'a secret'}, expired ${duration(number(of, 'expired_ago') ?? 0)} ago`,
    step: 'Add a new secret in the console and roll it out; both are good until you revoke the old one.',
  }),
  introspection_by_public_client: {
    what: 'Only a client that proves itself may introspect tokens, and this is a public one.',
    step: 'Register a confidential client for your API, with its resource, and introspect with that.',
  },
  token_missing: { what: 'The request has no token.', step: 'Send the token as the parameter `token`.' },
};

function receivedSecret(of: TraceFacts): string {
  return fact(of, 'presented_hint') ?? `${number(of, 'length') ?? 0} characters`;
}

const SECRET_STEP =
  'Copy a secret that is in force into your configuration; if it is lost, add a new one in the console.';
const SECRET_STEPS: Readonly<Record<string, string>> = {
  whole:
    'Roll out a secret that is in force: the one that came was revoked, or belongs to another client or environment.',
  empty: 'The secret is empty: your configuration has not reached the code. Set it.',
};
const SECRET_HINTS: Readonly<Record<string, string>> = {
  whole: 'What came is a secret of ours and undamaged; its last four characters tell which.',
  white_space:
    'There is a space or a line break before or after it, often from a file or a variable that ends with one.',
  quoted: 'It stands in quotes or brackets, which were taken along.',
  percent_encoded:
    'It is percent-encoded: in the body once is right, and in Authorization: Basic each half is encoded before base64.',
  damaged: 'It begins like a secret of ours but is not whole: a part was cut off, added or mistyped.',
  foreign: 'It does not look like a secret of ours: another system’s, a placeholder, or the client_id?',
};

function secretStep(of: TraceFacts): string {
  return SECRET_STEPS[fact(of, 'shape') ?? ''] ?? SECRET_STEP;
}

function secretHints(of: TraceFacts): string[] {
  const hint = SECRET_HINTS[fact(of, 'shape') ?? ''];
  return hint === undefined ? [] : [hint];
}
