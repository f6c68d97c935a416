import { randomBytes } from 'node:crypto';
import type { MailRecord, PasskeyRecord, TicketRecord } from '../../src/storage/account-records.ts';
import type { Approval, Notice } from '../../src/storage/grant-port.ts';
import type { Storage } from '../../src/storage/port.ts';
import type {
  AccessTokenRecord,
  AuthorizationCodeRecord,
  ClientRecord,
  ClientSecretRecord,
  InteractionRecord,
  RefreshTokenRecord,
  SessionRecord,
  SigningKeyRecord,
  TenantRecord,
  UserRecord,
} from '../../src/storage/records.ts';

/** The tests' clock, in seconds. */
export const NOW = 1_800_000_000;

export const unique = (prefix: string) => `${prefix}_${randomBytes(9).toString('hex')}`;

export function aTenant(change: Partial<TenantRecord> = {}): TenantRecord {
  const name = unique('tenant');
  return {
    tenant_id: name,
    name,
    issuer: `https://${name}.example`,
    display_name: 'Tenant',
    settings: '{}',
    revision: 1,
    created_at: NOW,
    disabled_at: null,
    ...change,
  };
}

export function aSigningKey(tenant_id: string, change: Partial<SigningKeyRecord> = {}): SigningKeyRecord {
  return {
    tenant_id,
    kid: unique('kid'),
    alg: 'ES256',
    public_jwk: '{}',
    sealed_private_key: 'sealed',
    created_at: NOW,
    signs_from: NOW,
    signs_until: null,
    published_until: null,
    ...change,
  };
}

export function aClient(tenant_id: string, change: Partial<ClientRecord> = {}): ClientRecord {
  const client_id = unique('client');
  return {
    tenant_id,
    client_id,
    app_id: null,
    disabled_by: null,
    list_key: `app ${client_id}`,
    metadata: '{}',
    backchannel_logout: 0,
    frontchannel_logout: 0,
    webhook: 0,
    revision: 1,
    created_at: NOW,
    updated_at: NOW,
    disabled_at: null,
    ...change,
  };
}

export function aClientSecret(client: ClientRecord, change: Partial<ClientSecretRecord> = {}): ClientSecretRecord {
  return {
    tenant_id: client.tenant_id,
    client_id: client.client_id,
    secret_id: unique('secret'),
    secret_hash: unique('hash'),
    sealed_secret: null,
    description: '',
    hint: 'abcd',
    created_at: NOW,
    expires_at: null,
    ...change,
  };
}

export function aUser(tenant_id: string, change: Partial<UserRecord> = {}): UserRecord {
  const email = `${unique('user')}@example.com`;
  return {
    tenant_id,
    sub: unique('sub'),
    email,
    email_key: email,
    email_verified: 1,
    role: null,
    password_hash: null,
    claims: '{}',
    created_at: NOW,
    updated_at: NOW,
    disabled_at: null,
    ...change,
  };
}

export function aSession(user: UserRecord, change: Partial<SessionRecord> = {}): SessionRecord {
  return {
    tenant_id: user.tenant_id,
    session_hash: unique('session'),
    sid: unique('sid'),
    sub: user.sub,
    auth_time: NOW,
    amr: 'pwd',
    acr: '1',
    user_agent: null,
    address: null,
    created_at: NOW,
    last_seen_at: NOW,
    expires_at: NOW + 86_400,
    ...change,
  };
}

export function anInteraction(tenant_id: string, change: Partial<InteractionRecord> = {}): InteractionRecord {
  return {
    tenant_id,
    interaction_id: unique('interaction'),
    browser_hash: unique('browser'),
    request: '{}',
    created_at: NOW,
    expires_at: NOW + 600,
    ...change,
  };
}

/** A tenant with a client and a user. */
export interface Place {
  tenant_id: string;
  client: ClientRecord;
  user: UserRecord;
}

export async function aPlace(storage: Storage): Promise<Place> {
  const tenant = aTenant();
  const { tenant_id } = tenant;
  const client = aClient(tenant_id);
  const user = aUser(tenant_id);
  await storage.tenants.create(tenant, [], []);
  await storage.clients.create(client, [], []);
  await storage.users.create(user);
  return { tenant_id, client, user };
}

/** The user's approval of the client, with a code; its family ends in ten minutes unless the code is redeemed. */
export function anApproval(
  { tenant_id, client, user }: Place,
  change: Partial<Approval> = {},
): Approval & { code: AuthorizationCodeRecord } {
  const { client_id } = client;
  const family_id = unique('family');
  return {
    interaction_id: null,
    grant_id: unique('grant'),
    organization: null,
    allow_scope: 'openid',
    family: {
      tenant_id,
      family_id,
      client_id,
      sub: user.sub,
      scope: 'openid',
      resource: '[]',
      claims: null,
      nonce: null,
      dialect: null,
      sid: null,
      auth_time: NOW,
      amr: 'pwd',
      acr: '1',
      created_at: NOW,
      expires_at: NOW + 600,
    },
    access_token: null,
    ...change,
    code: {
      tenant_id,
      code_hash: unique('code'),
      family_id: change.family?.family_id ?? family_id,
      client_id,
      redirect_uri: 'https://app.example/cb',
      code_challenge: 'challenge',
      created_at: NOW,
      expires_at: NOW + 60,
      redeemed_at: null,
      ...change.code,
    },
  };
}

export function aRefreshToken(
  of: { tenant_id: string; family_id: string; client_id: string },
  change: Partial<RefreshTokenRecord> = {},
): RefreshTokenRecord {
  return {
    tenant_id: of.tenant_id,
    token_hash: unique('refresh'),
    family_id: of.family_id,
    client_id: of.client_id,
    created_at: NOW,
    expires_at: NOW + 86_400,
    rotated_at: null,
    successor_hash: null,
    sealed_response: null,
    ...change,
  };
}

export function anAccessToken(
  of: { tenant_id: string; family_id: string | null; client_id: string },
  change: Partial<AccessTokenRecord> = {},
): AccessTokenRecord {
  return {
    tenant_id: of.tenant_id,
    token_hash: unique('access'),
    family_id: of.family_id,
    client_id: of.client_id,
    sub: null,
    scope: 'read',
    aud: '[]',
    created_at: NOW,
    expires_at: NOW + 3_600,
    revoked_at: null,
    ...change,
  };
}

/** The end that `redeemed` gives a family. */
export const FAMILY_END = NOW + 1_000_000;

/** Approves and redeems: an installation with one refresh token. */
export async function anInstallation(storage: Storage, place: Place) {
  const approval = anApproval(place);
  const answer = await storage.grants.approve(approval, NOW);
  if (answer.outcome !== 'approved') throw new Error(answer.outcome);
  const token = aRefreshToken(approval.code);
  await redeem(storage, approval.code, token);
  return { ...place, grant_id: answer.grant_id, family_id: token.family_id, code: approval.code, token };
}

export function redeem(storage: Storage, code: AuthorizationCodeRecord, token: RefreshTokenRecord | null, now = NOW) {
  const { tenant_id, code_hash, client_id } = code;
  return storage.authorizationCodes.redeem(
    { tenant_id, code_hash, client_id, family_expires_at: FAMILY_END },
    { refresh_token: token, access_token: null },
    now,
  );
}

/** Presents `token` for `successor`. */
export function rotate(
  storage: Storage,
  token: RefreshTokenRecord,
  successor: RefreshTokenRecord,
  options: { grace?: number; now?: number; sealed_response?: string } = {},
) {
  const { tenant_id, token_hash, client_id } = token;
  const { grace = 0, now = NOW, sealed_response = `sealed ${successor.token_hash}` } = options;
  return storage.refreshTokens.rotate(
    { tenant_id, token_hash, client_id, sealed_response, grace },
    { refresh_token: successor, access_token: null },
    now,
  );
}

export function aNotice(): Notice {
  return { event_id: unique('event'), initiating_entity: 'user' };
}

/** For the user's address, unless the change says otherwise. */
export function aTicket(
  { tenant_id, user }: Pick<Place, 'tenant_id' | 'user'>,
  change: Partial<TicketRecord> = {},
): TicketRecord {
  return {
    tenant_id,
    ticket_hash: unique('ticket'),
    purpose: 'reset_password',
    sub: user.sub,
    email: user.email,
    email_key: user.email_key,
    data: '{}',
    created_at: NOW,
    expires_at: NOW + 3_600,
    used_at: null,
    ...change,
  };
}

export function aMail(tenant_id: string, change: Partial<MailRecord> = {}): MailRecord {
  return {
    tenant_id,
    mail_id: unique('mail'),
    sealed_message: 'sealed',
    created_at: NOW,
    attempts: 0,
    next_attempt_at: NOW,
    sent_at: null,
    last_error: null,
    expires_at: NOW + 86_400,
    ...change,
  };
}

export function aPasskey({ tenant_id, sub }: UserRecord, change: Partial<PasskeyRecord> = {}): PasskeyRecord {
  return {
    tenant_id,
    credential_id: unique('passkey'),
    sub,
    public_key: '',
    counter: 0,
    transports: '[]',
    backed_up: 0,
    name: 'Phone',
    created_at: NOW,
    last_used_at: null,
    ...change,
  };
}
