/** What an accepted access token says. */
export interface VerifiedToken {
  readonly format: 'jwt' | 'opaque';
  /** The user; for a client acting on its own behalf whatever the issuer puts there, or null. */
  readonly sub: string | null;
  readonly client_id: string | null;
  /** The organization that the app is installed on; null where it is installed on the user alone. */
  readonly org_id: string | null;
  readonly scope: readonly string[];
  readonly aud: readonly string[];
  /** Seconds since 1970; null if it does not expire. */
  readonly exp: number | null;
  /** Every claim as the issuer sent it. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** `reason` names the rule that failed, in snake_case; it is for logs, not for the caller of the API. */
export type Verdict =
  | { readonly outcome: 'valid'; readonly token: VerifiedToken }
  | { readonly outcome: 'invalid'; readonly reason: string };
