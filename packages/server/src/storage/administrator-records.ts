/** What storage keeps to make somebody an operator whom no operator has made one. Times are seconds since 1970. */

/** A link with which whoever has a shell on the machine becomes an operator, once. The installation has at most one. */
export interface SetupLinkRecord {
  /** Where the operator's account is. */
  tenant_id: string;
  /** SHA-256 of the secret in the link. */
  link_hash: string;
  /** `first`: worthless once the installation has an operator. `recovery`: works nevertheless. */
  purpose: 'first' | 'recovery';
  /** Who gets a new password and the role; null: a new user. */
  sub: string | null;
  created_at: number;
  expires_at: number;
}
