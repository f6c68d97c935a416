import { differenceOf, nearestOf } from '../difference.ts';
import { type Explainers, fact, facts } from '../explanation.ts';
import type { TraceFacts } from '../facts.ts';

const OFFERED = 'Take one that is registered, or add this one to the client in the console.';

export const authorizationExplanations: Explainers = {
  response_type_missing: {
    what: 'The request has no response_type.',
    expected: 'response_type=code',
    step: 'Send it.',
  },
  response_type_unsupported: {
    what: 'This tenant does not offer this response_type.',
    step: 'Use response_type=code with PKCE.',
  },
  response_type_unregistered: { what: 'The client is not registered for this response_type.', step: OFFERED },
  response_mode_not_allowed: {
    what: 'The response_mode is unknown, not registered for the client, or unfit for its redirect_uri or response_type.',
    step: OFFERED,
    hints: ['Tokens are never sent in a query, and a form is only sent to a web address.'],
  },
  browser_access_missing: {
    what: 'The client may not receive access tokens through the browser.',
    step: 'Use response_type=code with PKCE; or ask an administrator for browser access of the client.',
  },
  nonce_missing: {
    what: 'An ID token that comes through the browser needs a nonce (OIDC Core §3.2.2.1).',
    step: 'Send a fresh random nonce, and compare it with the one in the ID token.',
  },
  scope_missing: {
    what: 'The request has no scope, and this address has no default.',
    step: 'Name the scopes that your app needs.',
  },
  scope_not_allowed: (of) => scopes(of, 'The client is not registered for these scopes, or there is no such scope.'),
  scope_needs_review: {
    what: 'These scopes need a review of the app before it may have them.',
    step: 'Submit the app for review in the console, or ask for less until it is approved.',
  },
  openid_missing: {
    what: 'An ID token is asked for without the scope openid (OIDC Core §3.1.2.1).',
    expected: 'scope with openid',
    step: 'Add openid to the scope.',
  },
  offline_access_forbidden: {
    what: 'The client may not have offline access, so no refresh token.',
    step: 'Leave offline_access out; or allow off-line access of the client in the console.',
  },
  too_many_scopes: { what: 'The request names more than 100 scopes.', step: 'Name those that your app needs.' },
  malformed_scope: {
    what: 'The scope has a character that no scope may have (RFC 6749 §3.3).',
    step: 'Separate scopes by single spaces; quotes, backslashes and non-ASCII letters are not allowed.',
  },
  resource_unknown: {
    what: 'The resource is none that this tenant knows (RFC 8707 §2).',
    step: 'Send the identifier of the API, character for character, as the console lists it.',
  },
  prompt_unknown: { what: 'prompt has an unknown value.', step: 'Use one of the known values, or leave prompt out.' },
  prompt_none_with_others: {
    what: 'prompt=none came with another value (OIDC Core §3.1.2.1).',
    step: 'Send none alone, or the others without it.',
  },
  max_age_malformed: { what: 'max_age is no number of seconds.', step: 'Send whole seconds, digits only.' },
  request_not_supported: {
    what: 'Request objects (the parameter request) are not supported.',
    step: 'Send the parameters themselves.',
  },
  request_uri_not_supported: {
    what: 'The parameter request_uri is not supported.',
    step: 'Send the parameters themselves.',
  },
  registration_not_supported: {
    what: 'The registration parameter is not supported.',
    step: 'Register the client in the console.',
  },
  expected_users_differ: {
    what: 'id_token_hint and the claims parameter name different users.',
    step: 'Name the user in one of them only.',
  },
  acr_unavailable: {
    what: 'The request insists on a way to sign in (acr) that this server does not have.',
    step: 'Ask for one that is supported, or do not make it essential.',
  },
  request_from_another_origin: {
    what: 'A page of another site asked for a code in the background, which is not allowed.',
    step: 'Send the browser itself to the authorization endpoint: a link or a redirect, not fetch.',
  },
  ...claimsExplanations(),
};

function claimsExplanations(): Explainers {
  const problems = {
    claims_not_json: 'is no JSON object',
    claims_too_long: 'is longer than 8,192 characters',
    claims_too_many: 'names more than 100 claims',
    claims_member_malformed: 'has a member that is neither null nor an object',
    claims_essential_malformed: 'has an `essential` that is no boolean',
    claims_values_malformed: 'has `values` that are no list',
  };
  return Object.fromEntries(
    Object.entries(problems).map(([reason, problem]) => [
      reason,
      {
        what: `The claims parameter ${problem}.`,
        step: 'Write it as OIDC Core §5.5 shows, and percent-encode it once.',
      },
    ]),
  );
}

/** Which scopes are too many, how one would be spelled that there is, and how to get them. */
export function scopes(of: TraceFacts, what: string) {
  const [refused, registered] = [facts(of, 'refused'), [...facts(of, 'registered'), ...facts(of, 'granted')]];
  return {
    what,
    expected: registered.join(' ') || 'no scope at all',
    received: refused.join(' ') || fact(of, 'received'),
    step: 'Add these scopes to the client in the console, or leave them out of the request.',
    hints: refused.flatMap((scope) => spellingHint(scope, registered)),
  };
}

/** A comma for a space, another case, or hardly another text. */
function spellingHint(scope: string, registered: readonly string[]): string[] {
  if (/[,;+]/.test(scope)) return [`${scope}: scopes are separated by spaces (RFC 6749 §3.3).`];
  const nearest = nearestOf(registered, scope);
  if (nearest === null) return [];
  if (nearest.toLowerCase() === scope.toLowerCase())
    return [`${scope}: ${nearest} is registered; upper and lower case count.`];
  const position = differenceOf(nearest, scope)?.position ?? 0;
  const similar = Math.abs(nearest.length - scope.length) < 3 && position > scope.length / 2;
  return similar ? [`${scope}: did you mean ${nearest}?`] : [];
}
