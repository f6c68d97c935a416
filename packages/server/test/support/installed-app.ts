import { expect } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import type { ClientMetadataInput } from '../../src/management/contract.ts';
import type { TestServer, TestUser } from './start-server.ts';
import {
  type AuthorizationParameters,
  type Authorized,
  authorize,
  post,
  redeem,
  type TokenResponse,
} from './user-agent.ts';

export interface InstalledApp {
  readonly client: IssuedClient;
  readonly user: TestUser;
  readonly authorized: Authorized;
  readonly tokens: TokenResponse;
  readonly access_token: string;
  /** Empty if there is none. */
  readonly refresh_token: string;
  readonly id_token: string;
}

export interface InstallationInput {
  readonly client?: IssuedClient;
  readonly user?: TestUser;
  /** Of the client, if none is given. */
  readonly metadata?: ClientMetadataInput;
  readonly parameters?: AuthorizationParameters;
  /** Of the token request. */
  readonly redemption?: Record<string, string>;
}

/** A user has allowed an app, and the app has its first tokens. */
export async function anInstalledApp(server: TestServer, input: InstallationInput = {}): Promise<InstalledApp> {
  const client = input.client ?? (await server.aClient(input.metadata));
  const user = input.user ?? (await server.aUser());
  const authorized = await authorize(server, client, user, input.parameters);
  const { status, body } = await redeem(server, client, authorized, input.redemption);
  expect(body).not.toHaveProperty('error');
  expect(status).toBe(200);
  const { access_token, refresh_token = '', id_token = '' } = body;
  return { client, user, authorized, tokens: body, access_token, refresh_token, id_token };
}

/** A client that is the API itself and may introspect the tokens that are for it (RFC 7662 §2.1). */
export function aResourceServerClient(server: TestServer, resource: string): Promise<IssuedClient> {
  return server.aClient({
    client_name: 'The API',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    scope: '',
    resource: [resource],
  });
}

/** A client that acts for itself (RFC 6749 §4.4). */
export function aService(server: TestServer, metadata: ClientMetadataInput = {}): Promise<IssuedClient> {
  return server.aClient({
    client_name: 'A service',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    scope: 'invoices.read invoices.write',
    ...metadata,
  });
}

export interface Introspection {
  readonly active: boolean;
  readonly [member: string]: unknown;
}

/** What the server says to `client` about a token (RFC 7662 §2.2). */
export async function introspect(
  server: TestServer,
  client: { client_id: string; client_secret?: string | undefined },
  token: string,
): Promise<Introspection> {
  const response = await post(server, '/introspect', client, { token });
  expect(response.status).toBe(200);
  return (await response.json()) as Introspection;
}

/** The status of a revocation request (RFC 7009 §2.1). */
export async function revoke(
  server: TestServer,
  client: { client_id: string; client_secret?: string | undefined },
  token: string,
): Promise<number> {
  return (await post(server, '/revoke', client, { token })).status;
}

/** OIDC Core §5.3.1. */
export async function userinfo(
  server: TestServer,
  access_token: string,
): Promise<{ status: number; body: Record<string, unknown>; response: Response }> {
  const response = await server.fetch('/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown>, response };
}

/** One answer of the token endpoint to a service. */
export async function serviceToken(
  server: TestServer,
  client: { client_id: string; client_secret?: string | undefined },
  parameters: Record<string, string> = {},
): Promise<{ status: number; body: TokenResponse }> {
  const response = await post(server, '/token', client, { grant_type: 'client_credentials', ...parameters });
  return { status: response.status, body: (await response.json()) as TokenResponse };
}

/** A refusal in the form of RFC 6749 §5.2. */
export async function expectRefusal(response: Response, status: number, error: string): Promise<void> {
  expect({ status: response.status, ...((await response.json()) as object) }).toMatchObject({ status, error });
}
