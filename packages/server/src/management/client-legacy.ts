import { type ClientMetadata, isPublicClient } from '@xenia/protocol/client-metadata';
import { givenBy } from '@xenia/protocol/response-type';
import { dialectsOf } from '../dialects/index.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** What an app is allowed that a new app should not be: for programs. */
export const LEGACY_MARKS = ['implicit', 'browser_access', 'pkce_not_required', 'tokens_without_expiry'] as const;
export type LegacyMark = (typeof LEGACY_MARKS)[number];

interface LegacyFact {
  /** What it is, in a sentence for the app's developer. */
  readonly what: string;
  /** The safer setting, and who has to move first. */
  readonly safer: string;
  /** Where it is advised against. */
  readonly reference: string;
  holds(metadata: ClientMetadata, tenant: Pick<Tenant, 'settings'>): boolean;
}

const FACTS: Readonly<Record<LegacyMark, LegacyFact>> = {
  implicit: {
    what: 'It gets tokens through the browser, without a code.',
    safer: 'Register another client for the code flow with PKCE, move the app to it and disable this one.',
    reference: 'RFC 9700 §2.1.2',
    holds: ({ response_types }) => response_types.some((type) => !givenBy(type).code),
  },
  browser_access: {
    what: 'Its access tokens may come through the browser, where history and scripts can keep them.',
    safer: 'Let the app redeem a code instead, then set browser_access to false.',
    reference: 'RFC 9700 §2.1.2',
    holds: ({ browser_access, response_types }) =>
      browser_access === true && response_types.some((type) => givenBy(type).access_token),
  },
  pkce_not_required: {
    what: 'A code that was stolen, or slipped in from another sign-in, is redeemed unnoticed.',
    safer: 'Let the app send code_challenge, then set require_pkce to true.',
    reference: 'RFC 9700 §2.1.1',
    holds: ({ require_pkce, response_types }) => !require_pkce && response_types.some((type) => givenBy(type).code),
  },
  tokens_without_expiry: {
    what: 'Its access tokens do not expire: one that leaks is good until somebody revokes it.',
    safer: 'Add the grant type refresh_token and the scope offline_access, which the app then asks for.',
    reference: 'RFC 9700 §4.14',
    holds: (metadata, { settings }) =>
      dialectsOf(settings).some(({ accessToken }) => accessToken.lifetime === 'never') &&
      !isPublicClient(metadata) &&
      metadata.grant_types.includes('authorization_code') &&
      !metadata.grant_types.includes('refresh_token'),
  },
};

/** What RFC 9700 advises against and this client is registered for all the same; empty for most. */
export function legacyOf(metadata: ClientMetadata, tenant: Pick<Tenant, 'settings'>): LegacyMark[] {
  return (Object.keys(FACTS) as LegacyMark[]).filter((mark) => FACTS[mark].holds(metadata, tenant));
}

/** What a mark means and what to do about it. */
export function explainLegacy(mark: LegacyMark): Pick<LegacyFact, 'what' | 'safer' | 'reference'> {
  return FACTS[mark];
}
