/** What a successful token request gives, before a dialect renders it. */
export interface Issuance {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** Seconds; null: does not expire. */
  readonly expires_in: number | null;
  readonly refresh_token: string | null;
  readonly id_token: string | null;
  /** Space-separated, always what was granted. */
  readonly scope: string;
}
