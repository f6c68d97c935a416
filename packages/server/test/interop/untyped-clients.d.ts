/** The parts that the tests use of libraries that bring no types, or none that a modern resolver finds. */

declare module 'simple-oauth2' {
  interface ModuleOptions {
    client: { id: string; secret: string };
    auth: {
      tokenHost: string;
      tokenPath: string;
      authorizePath?: string;
      refreshPath?: string;
      revokePath?: string;
    };
    options?: { authorizationMethod?: 'header' | 'body' };
  }

  interface Token {
    access_token: string;
    refresh_token?: string;
    scope?: string;
    expires_at?: Date;
  }

  class AccessToken {
    readonly token: Readonly<Token>;
    expired(expirationWindowSeconds?: number): boolean;
    refresh(params?: { scope?: string | string[] }): Promise<AccessToken>;
    revoke(tokenType: 'access_token' | 'refresh_token'): Promise<void>;
    revokeAll(): Promise<void>;
  }

  export class AuthorizationCode {
    constructor(options: ModuleOptions);
    authorizeURL(params: Record<string, string | string[]>): string;
    getToken(params: Record<string, string>): Promise<AccessToken>;
  }

  export class ClientCredentials {
    constructor(options: ModuleOptions);
    getToken(params: Record<string, string>): Promise<AccessToken>;
  }
}

declare module 'express' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Request extends IncomingMessage, Express.Request {
    user?: unknown;
    session?: Record<string, unknown>;
  }

  export interface Response extends ServerResponse, Express.Response {
    json(body: unknown): void;
    redirect(url: string): void;
  }

  export type NextFunction = (error?: unknown) => void;
  export type RequestHandler = (request: Request, response: Response, next: NextFunction) => unknown;

  export interface Express {
    (request: IncomingMessage, response: ServerResponse): void;
    use(handler: RequestHandler): void;
    use(handler: (error: Error, request: Request, response: Response, next: NextFunction) => unknown): void;
    get(path: string, ...handlers: RequestHandler[]): void;
  }

  // biome-ignore lint/style/noDefaultExport: the library has no other.
  export default function express(): Express;
}

declare module 'passport' {
  import type { RequestHandler } from 'express';

  export interface Strategy {
    readonly name?: string;
  }

  export class Passport {
    use(strategy: Strategy): void;
    authenticate(name: string, options: { session: boolean }): RequestHandler;
  }
}

declare module 'passport-openidconnect' {
  import type { Strategy as PassportStrategy } from 'passport';

  export interface Profile {
    id: string;
    displayName?: string;
    emails?: { value: string }[];
  }

  interface StrategyOptions {
    issuer: string;
    authorizationURL: string;
    tokenURL: string;
    userInfoURL: string;
    clientID: string;
    clientSecret: string;
    callbackURL: string;
    scope: string[];
    nonce: boolean;
    skipUserProfile: boolean;
  }

  type Done = (error: Error | null, user?: unknown) => void;

  export class Strategy implements PassportStrategy {
    constructor(options: StrategyOptions, verify: (issuer: string, profile: Profile, done: Done) => void);
  }
}

declare module '@openid/appauth' {
  export class AuthorizationServiceConfiguration {
    readonly authorizationEndpoint: string;
    static fetchFromIssuer(issuer: string, requestor: Requestor): Promise<AuthorizationServiceConfiguration>;
  }

  export interface Requestor {
    xhr<T>(settings: unknown): Promise<T>;
  }

  export interface Crypto {
    generateRandom(size: number): string;
  }

  export class AuthorizationRequest {
    readonly state: string;
    readonly internal?: Record<string, string>;
    constructor(
      request: { client_id: string; redirect_uri: string; scope: string; response_type: 'code' },
      crypto: Crypto,
      usePkce: boolean,
    );
  }

  export interface AuthorizationResponse {
    readonly code: string;
    readonly state: string;
  }

  export class AuthorizationNotifier {
    setAuthorizationListener(
      listener: (
        request: AuthorizationRequest,
        response: AuthorizationResponse | null,
        error: { error: string } | null,
      ) => void,
    ): void;
  }

  export class TokenRequest {
    constructor(request: {
      client_id: string;
      redirect_uri: string;
      grant_type: 'authorization_code' | 'refresh_token';
      code?: string;
      refresh_token?: string;
      extras?: Record<string, string>;
    });
  }

  export class RevokeTokenRequest {
    constructor(request: { token: string; client_id: string; token_type_hint?: 'refresh_token' | 'access_token' });
  }

  export interface TokenResponse {
    readonly accessToken: string;
    readonly refreshToken?: string;
    readonly idToken?: string;
    readonly scope?: string;
    isValid(): boolean;
  }

  export class BaseTokenRequestHandler {
    constructor(requestor: Requestor);
    performTokenRequest(
      configuration: AuthorizationServiceConfiguration,
      request: TokenRequest,
    ): Promise<TokenResponse>;
    performRevokeTokenRequest(
      configuration: AuthorizationServiceConfiguration,
      request: RevokeTokenRequest,
    ): Promise<boolean>;
  }
}

declare module '@openid/appauth/built/src/node_support/index.js' {
  import type {
    AuthorizationNotifier,
    AuthorizationRequest,
    AuthorizationServiceConfiguration,
    Crypto,
    Requestor,
  } from '@openid/appauth';

  export class NodeCrypto implements Crypto {
    generateRandom(size: number): string;
  }

  export class NodeRequestor implements Requestor {
    xhr<T>(settings: unknown): Promise<T>;
  }

  export class NodeBasedHandler {
    constructor(httpServerPort: number);
    setAuthorizationNotifier(notifier: AuthorizationNotifier): this;
    performAuthorizationRequest(configuration: AuthorizationServiceConfiguration, request: AuthorizationRequest): void;
  }
}
