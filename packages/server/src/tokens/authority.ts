import type { Approval } from '../storage/grant-port.ts';
import type { IssuedTokens } from '../storage/port.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Client } from '../tenants/client.ts';
import type { Issuance } from './issuance.ts';

/**
 * What a grant type has proved: on whose behalf, for what, and how the proof is consumed. Consumption happens in the very
 * commit that stores the tokens, so there is no moment at which a code is spent and nothing was given for it.
 */
export interface Authority {
  readonly client: Client;
  /** The user, or the client itself for client credentials. */
  readonly sub: string;
  /** What the access token is for; never more than was allowed. */
  readonly scope: readonly string[];
  /** Resource identifiers that become `aud`. */
  readonly aud: readonly string[];
  /** null for client credentials. */
  readonly user: {
    readonly record: UserRecord;
    readonly family: Approval['family'];
    /** The organization that the app is installed on; '' for none. */
    readonly org_id: string;
  } | null;
  /** The refresh token to give, or null: its family's end bounds it. */
  readonly refresh: { readonly family_expires_at: number } | null;
  /** The access token does not expire: its family, which gives nothing else, ends only when it is revoked. */
  readonly lasting?: boolean;
  /** Present on the first tokens of an authorization only (OIDC Core §12.2). */
  readonly nonce: string | null;
  /**
   * Consumes the proof and stores the tokens at once; returns what to answer, which for a repeated refresh is what the
   * first one got. Throws OAuthError invalid_grant if somebody else consumed it.
   */
  commit(issued: IssuedTokens, issuance: Issuance): Promise<Issuance>;
}
