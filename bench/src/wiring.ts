/** A client's name and secret, sent with HTTP Basic (RFC 6749 §2.3.1). */
export interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
}

/** What the load generator must know of a server; every server is set up to give the same answers to the same requests. */
export interface Wiring {
  readonly port: number;
  readonly paths: {
    readonly discovery: string;
    readonly authorization: string;
    readonly token: string;
    readonly introspection: string;
  };
  /** How token requests are written; JSON carries the client's name and secret in its body. */
  readonly wire: 'form' | 'json';
  /** Where else the same server answers token requests, by dialect; only Xenia has any. */
  readonly tokenPaths?: Readonly<Record<string, string>>;
  /** The Cookie header of a signed-in browser whose user has allowed `app` everything; one for each connection. */
  readonly cookies: readonly string[];
  readonly clients: {
    /** client_credentials */
    readonly machine: Credentials;
    /** authorization_code and refresh_token */
    readonly app: Credentials;
    /** Introspects. */
    readonly api: Credentials;
  };
}

/** The APIs that tokens are for: one for each shape of access token. */
export const APIS = {
  es256: { resource: 'https://es256.example/', scope: 'es256.read', alg: 'ES256' },
  rs256: { resource: 'https://rs256.example/', scope: 'rs256.read', alg: 'RS256' },
  opaque: { resource: 'https://opaque.example/', scope: 'opaque.read', alg: null },
} as const;

export type ApiName = keyof typeof APIS;

export const API_LIST = Object.values(APIS);

/** What the app asks for besides the scope of one API. */
export const IDENTITY_SCOPE = 'openid offline_access';
export const REDIRECT_URI = 'https://app.example/cb';
/** Signed-in browsers; no scenario has more connections. */
export const BROWSERS = 64;
/** Seconds that an access token lives. */
export const ACCESS_TOKEN_TTL = 3600;
