import type { Configuration } from 'openid-client';
import type { SampleAppOptions } from '../options.ts';
import type { Parties } from '../parties.ts';
import type { Problems } from '../problems.ts';
import type { Visit } from '../visits.ts';
import type { OpenIdKind } from './explanations.ts';

/** An app that signs its visitors in with OpenID Connect, on its server, with openid-client. */
export interface OpenIdApp<Session extends OpenIdSession> {
  readonly options: SampleAppOptions;
  readonly parties: Parties;
  readonly problems: Problems;
  readonly manner: Manner;
  /** The app's own session around what the sign-in gave. */
  open(session: OpenIdSession): Session;
}

/** How the app was told to sign people in. */
export interface Manner {
  /** `code`, with PKCE; `code id_token`: the hybrid flow, its answer posted as a form, without PKCE. */
  readonly response_type: 'code' | 'code id_token';
  readonly token_endpoint_auth_method: 'client_secret_basic' | 'client_secret_post';
  /** Paths of the app's own. */
  readonly callbackPath: string;
  readonly signedOutPath: string;
  /** Space-separated. */
  readonly scope: string;
}

export type OpenIdVisit<Session extends OpenIdSession, Kind extends string> = Visit<
  Session,
  PendingSignIn,
  Kind | OpenIdKind
>;

/** What an app keeps to itself until the answer comes. */
export interface PendingSignIn {
  readonly config: Configuration;
  /** null: no PKCE. */
  readonly code_verifier: string | null;
  readonly nonce: string;
}

export interface OpenIdSession {
  readonly config: Configuration;
  tokens: Tokens;
  /** From the ID token and the userinfo endpoint. */
  readonly person: { readonly sub: string; readonly name: string | null; readonly email: string | null };
  /** The session at the issuer, if the ID token names it. */
  readonly sid: string | null;
}

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string | null;
  readonly scope: readonly string[];
  /** Seconds since the epoch; the access token's half-life is between the two. */
  readonly obtained_at: number;
  readonly expires_at: number;
}
