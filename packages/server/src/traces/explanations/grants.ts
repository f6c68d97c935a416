import { duration, type Explainers, fact, number, type Told } from '../explanation.ts';
import type { TraceFacts } from '../facts.ts';
import { scopes } from './authorization.ts';

const NEW_AUTHORIZATION = 'Send the user through the authorization endpoint again.';

export const grantExplanations: Explainers = {
  grant_type_missing: {
    what: 'The token request has no grant_type.',
    expected: 'authorization_code, refresh_token or client_credentials',
    step: 'Send it in the body; parameters in the URL of a token request are not read.',
  },
  grant_type_unsupported: {
    what: 'There is no such grant_type here.',
    expected: 'authorization_code, refresh_token or client_credentials',
    step: 'Use one of these. The password grant is gone from OAuth (RFC 9700 §2.4).',
  },
  grant_type_unregistered: {
    what: 'The client is not registered for this grant_type.',
    step: 'Add it to the client in the console; where the tenant fixes grant types, register another client.',
  },
  code_missing: { what: 'The token request has no code.', step: 'Send the code that came to your redirect_uri.' },
  code_malformed: {
    what: 'What came as code is none of ours, or is not whole.',
    step: 'Send it exactly as it came: decoded once from the URL, and encoded once into the form.',
  },
  code_unknown: {
    what: 'There is no such code: it expired some time ago, or another server or environment gave it.',
    step: `Redeem a code at once, at the server that gave it. ${NEW_AUTHORIZATION}`,
  },
  code_of_another_client: {
    what: 'The code was given to another client.',
    step: 'Redeem it with the client_id of the authorization request: two configurations are mixed.',
  },
  code_of_another_dialect: (of) => otherDialect(of, 'The code'),
  code_expired: (of) => ({
    what: `The code had expired ${duration(number(of, 'expired_ago') ?? 0)} before it was redeemed.`,
    expected: 'within a minute after it was given',
    received: `${number(of, 'expired_ago') ?? 0} seconds too late`,
    step: `Redeem the code as soon as it arrives. ${NEW_AUTHORIZATION}`,
  }),
  code_reused: (of) => ({
    what: 'The code was redeemed before. A code works once; all that the first use gave was revoked (RFC 6749 §4.1.2).',
    expected: 'one use',
    received: again(number(of, 'redeemed_ago'), 'redeemed'),
    step: `${NEW_AUTHORIZATION} Make sure that nothing redeems a code twice.`,
    hints: ['Usual causes: a reload of the callback page, a retry after a timeout, or a framework that renders twice.'],
  }),
  refresh_token_missing: { what: 'The request has no refresh_token.', step: 'Send the one that you got last.' },
  refresh_token_malformed: {
    what: 'What came as refresh_token is none of ours, or is not whole.',
    step: 'Send it exactly as it came; look whether the place where you keep it cuts it off.',
  },
  refresh_token_unknown: {
    what: 'There is no such refresh token: it expired long ago, or another server or environment gave it.',
    step: NEW_AUTHORIZATION,
  },
  refresh_token_of_another_client: {
    what: 'The refresh token was given to another client.',
    step: 'Use it with the client_id that got it.',
  },
  refresh_token_of_another_dialect: (of) => otherDialect(of, 'The refresh token'),
  refresh_token_expired: (of) => ({
    what: `The refresh token expired ${duration(number(of, 'expired_ago') ?? 0)} ago: it was not used for too long, or its time is over.`,
    expected: 'a refresh token that is in force',
    received: `${number(of, 'expired_ago') ?? 0} seconds too late`,
    step: NEW_AUTHORIZATION,
  }),
  refresh_token_reused: (of) => ({
    what: 'The refresh token was used before. Each use gives a new one; a second use looks like theft, so all tokens of this authorization were revoked (RFC 9700 §4.14.2).',
    expected: 'the newest refresh token',
    received: again(number(of, 'rotated_ago'), 'used'),
    step: `${NEW_AUTHORIZATION} Store the new refresh token of each answer before you go on, and let one process refresh at a time.`,
  }),
  scope_not_granted: (of) => ({
    ...scopes(of, 'The refresh asks for more than the user has allowed (RFC 6749 §6).'),
    step: 'Leave these scopes out, or ask for them at the authorization endpoint.',
  }),
  resource_not_authorized: {
    what: 'The token request names a resource that the authorization was not for (RFC 8707 §2.2).',
    step: 'Name it in the authorization request too, or leave it out here.',
  },
  family_revoked: (of) => ({
    what: 'What this authorization gave was revoked.',
    received: fact(of, 'revocation_reason'),
    step: NEW_AUTHORIZATION,
    hints: revocationHints(fact(of, 'revocation_reason')),
  }),
  family_expired: { what: 'What this authorization gave has expired.', step: NEW_AUTHORIZATION },
  family_unknown: {
    what: 'What was permitted is not there any more.',
    step: 'Ask an administrator to permit it again.',
  },
  grant_revoked: { what: 'The user or an administrator has uninstalled the app.', step: NEW_AUTHORIZATION },
  user_disabled: { what: 'The user’s account is disabled.', step: 'Ask whoever looks after the users of this tenant.' },
  user_deleted: { what: 'The user’s account was deleted.', step: 'Remove what you keep of this user.' },
};

function again(ago: number | null, done: string): string {
  return ago === null ? 'another use' : `another use, ${duration(ago)} after it was ${done}`;
}

function otherDialect(of: TraceFacts, thing: string): Told {
  return {
    what: `${thing} was given by an endpoint of another dialect of this tenant, and is good there only.`,
    expected: `an endpoint of the dialect ${fact(of, 'expected') ?? ''}`,
    received: `an endpoint of the dialect ${fact(of, 'received') ?? ''}`,
    step: 'Use the authorization and the token endpoint of the same dialect.',
  };
}

const REVOCATIONS: Readonly<Record<string, string>> = {
  revoked_by_client: 'Your app has revoked it itself.',
  session_ended: 'The user has signed out, which ends what has no offline_access.',
  code_reused: 'Its code was redeemed twice.',
  refresh_token_reused: 'One of its refresh tokens was used twice.',
};

function revocationHints(reason: string | null): string[] {
  const hint = REVOCATIONS[reason ?? ''];
  return hint === undefined ? [] : [hint];
}
