/** What storage keeps of OpenID Providers that users sign in through. Times are seconds since 1970. */

/** An OpenID Provider that a tenant trusts to say who somebody is. */
export interface UpstreamProviderRecord {
  tenant_id: string;
  /** The operator's name for it, in addresses: `[a-z0-9-]`. */
  provider_id: string;
  /** What users read on the button. */
  display_name: string;
  /** Its exact issuer identifier. Never changes: the identities below are subjects of this issuer. */
  issuer: string;
  /** What this tenant is there. */
  client_id: string;
  /** null: a public client, which proves itself by PKCE alone. */
  sealed_client_secret: string | null;
  /** Space-separated. */
  scope: string;
  /** 0 or 1: an address that it calls verified counts as verified here. */
  trusts_email: number;
  /** 0 or 1: whoever comes through it for the first time may get an account. */
  may_create_users: number;
  /** The place of its button among the others. */
  position: number;
  disabled_at: number | null;
  created_at: number;
  updated_at: number;
}

/** Who one of our users is at a provider. */
export interface UpstreamIdentityRecord {
  tenant_id: string;
  provider_id: string;
  /** `sub` at the provider, which alone is never given to another person there (OIDC Core §5.7). */
  upstream_sub: string;
  sub: string;
  /** What the provider last called their address; for their user to recognise it by, never to find an account with. */
  email: string | null;
  created_at: number;
  last_used_at: number | null;
}
