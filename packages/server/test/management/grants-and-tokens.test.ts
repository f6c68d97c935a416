import { randomBytes } from 'node:crypto';
import { signJws } from '@xenia/protocol/jws';
import { accessTokenClaims } from '@xenia/protocol/jwt-access-token';
import { formatToken, hashToken, type TokenKind } from '@xenia/protocol/token-format';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { operationsOn } from '../../src/cli/perform.ts';
import { createClient, setClientDisabled } from '../../src/management/clients.ts';
import { revokeGrant } from '../../src/management/grants.ts';
import { listKeys, rotateKey } from '../../src/management/keys.ts';
import { listGrants } from '../../src/management/operations/grants.ts';
import { listUsers } from '../../src/management/operations/users.ts';
import { describeToken } from '../../src/management/tokens.ts';
import { createUser, setUserDisabled } from '../../src/management/users.ts';
import type { Tenant } from '../../src/tenants/tenant.ts';
import { signingKey } from '../../src/tokens/signing-keys.ts';
import { capabilities, type Installation, startInstallation } from './installation.ts';
import { refusal } from './refusal.ts';

let installation: Installation;
let tenant: Tenant;
let client_id: string;
let sub: string;
let grant_id: string;

const token = (kind: TokenKind) => formatToken(kind, randomBytes(32));
const code = token('authorization_code');
const refresh = token('refresh_token');
const access = token('access_token');

beforeEach(async () => {
  installation = await startInstallation();
  tenant = await installation.tenant();
  const input = { client_name: 'Shop', redirect_uris: ['https://shop.example/cb'], scope: 'openid email' };
  ({ client_id } = await createClient(installation.deps, tenant, capabilities, input));
  ({ sub } = await createUser(installation.deps, tenant, { email: 'bob@example.com' }));
  grant_id = await approve();
});
afterEach(() => installation.close());

/** What a user's approval stores: a grant, a family and a code. */
async function approve(): Promise<string> {
  const { now } = installation.clock;
  const owner = { tenant_id: tenant.tenant_id, client_id };
  const family = {
    ...owner,
    ...{
      family_id: 'family',
      sub,
      scope: 'openid email',
      resource: '[]',
      claims: null,
      nonce: null,
      dialect: null,
      sid: null,
    },
    ...{ auth_time: now, amr: 'pwd', acr: '1', created_at: now, expires_at: now + 86_400 },
  };
  const record = {
    ...owner,
    code_hash: hashToken(code),
    family_id: 'family',
    redirect_uri: null,
    code_challenge: null,
  };
  const approval = {
    ...{ interaction_id: null, organization: null, grant_id: 'grant', allow_scope: 'openid email', family },
    code: { ...record, created_at: now, expires_at: now + 60, redeemed_at: null },
    access_token: null,
  };
  const result = await installation.deps.storage.grants.approve(approval, now);
  if (result.outcome !== 'approved') throw new Error(result.outcome);
  return result.grant_id;
}

async function redeem(): Promise<void> {
  const { now } = installation.clock;
  const owner = { tenant_id: tenant.tenant_id, client_id, family_id: 'family', created_at: now };
  const result = await installation.deps.storage.authorizationCodes.redeem(
    { tenant_id: tenant.tenant_id, code_hash: hashToken(code), client_id, family_expires_at: now + 86_400 },
    {
      refresh_token: {
        ...owner,
        token_hash: hashToken(refresh),
        expires_at: now + 3600,
        rotated_at: null,
        successor_hash: null,
        sealed_response: null,
      },
      access_token: {
        ...owner,
        token_hash: hashToken(access),
        sub,
        scope: 'openid email',
        aud: '["https://api.example"]',
        expires_at: now + 600,
        revoked_at: null,
      },
    },
    now,
  );
  if (result.outcome !== 'redeemed') throw new Error(result.outcome);
}

const describeIt = (value: string) => describeToken(installation.deps, tenant, value);

describe('grants', () => {
  test('are listed by app and by account, and revoked with everything under them', async () => {
    await redeem();
    const grant = { grant_id, client_id, sub, scope: 'openid email' };
    const list = (query: { client_id?: string; sub?: string }) =>
      operationsOn(installation.deps, installation.tenant).performAll(listGrants, { query });
    expect(await list({})).toMatchObject([grant]);
    expect(await list({ client_id, sub })).toMatchObject([grant]);
    expect(await list({ client_id: 'app_other' })).toEqual([]);
    expect(await list({ sub: 'usr_other' })).toEqual([]);
    expect(await revokeGrant(installation.deps, tenant, grant_id)).toEqual({ grant_id, revoked: true });
    expect(await list({})).toEqual([]);
    for (const value of [access, refresh])
      expect(await describeIt(value)).toMatchObject({ state: 'inactive', reason: 'grant_revoked' });
    expect(await refusal(revokeGrant(installation.deps, tenant, grant_id))).toMatchObject({ kind: 'not_found' });
  });
});

describe('what a token is', () => {
  test('a code before and after its use, and after its time', async () => {
    expect(await describeIt(code)).toMatchObject({
      kind: 'authorization_code',
      state: 'active',
      reason: null,
      client_id,
      sub,
      grant_id,
    });
    await redeem();
    expect(await describeIt(code)).toMatchObject({ state: 'inactive', reason: 'redeemed' });
  });

  test('an opaque access token, until it expires', async () => {
    await redeem();
    const expected = {
      kind: 'access_token',
      state: 'active',
      client_id,
      sub,
      scope: 'openid email',
      aud: ['https://api.example'],
      grant_id,
    };
    expect(await describeIt(access)).toMatchObject(expected);
    installation.clock.now += 600;
    expect(await describeIt(access)).toMatchObject({ ...expected, state: 'inactive', reason: 'expired' });
  });

  test('a refresh token, and that its user or client is disabled', async () => {
    await redeem();
    expect(await describeIt(refresh)).toMatchObject({ kind: 'refresh_token', state: 'active', grant_id });
    await setClientDisabled(installation.deps, tenant, client_id, true);
    expect(await describeIt(refresh)).toMatchObject({ state: 'inactive', reason: 'client_disabled' });
    await setClientDisabled(installation.deps, tenant, client_id, false);
    await setUserDisabled(installation.deps, tenant, 'bob@example.com', true);
    expect(await describeIt(refresh)).toMatchObject({ state: 'inactive', reason: 'user_disabled' });
  });

  test('a JWT access token, until it is revoked', async () => {
    const { now } = installation.clock;
    const claims = {
      issuer: tenant.issuer,
      aud: ['https://api.example'],
      sub,
      client_id,
      scope: ['email'],
      jti: 'one',
      iat: now,
      exp: now + 60,
      family_id: 'family',
    };
    const jwt = await signJws({ typ: 'at+jwt' }, accessTokenClaims(claims), signingKey(tenant, 'ES256', now));
    expect(await describeIt(jwt)).toMatchObject({
      kind: 'jwt_access_token',
      state: 'active',
      client_id,
      sub,
      grant_id,
      scope: 'email',
    });
    await installation.deps.storage.accessTokens.revokeJwt(tenant.tenant_id, 'one', now + 60);
    expect(await describeIt(jwt)).toMatchObject({ state: 'inactive', reason: 'revoked' });
    expect(await describeIt(`${jwt.slice(0, -8)}AAAAAAAA`)).toMatchObject({ kind: 'jwt', state: 'inactive' });
  });

  test('an ID token', async () => {
    const { now } = installation.clock;
    const payload = { iss: tenant.issuer, aud: client_id, sub, iat: now, exp: now + 60 };
    const jwt = await signJws({ typ: 'JWT' }, payload, signingKey(tenant, 'RS256', now));
    expect(await describeIt(jwt)).toMatchObject({ kind: 'id_token', state: 'active', client_id, sub });
  });

  test('catalogue 14: what was cut off, mistyped or never ours', async () => {
    expect(await describeIt(access.slice(0, -1))).toEqual({
      kind: 'access_token',
      state: 'inactive',
      reason: 'malformed',
    });
    expect(await describeIt(token('access_token'))).toEqual({
      kind: 'access_token',
      state: 'inactive',
      reason: 'not_found',
    });
    expect(await describeIt(token('client_secret'))).toMatchObject({ kind: 'client_secret', state: 'unknown' });
    expect(await describeIt('something')).toEqual({ kind: 'unknown', state: 'unknown', reason: 'not_ours' });
    expect(await describeIt('eyJ.x.y')).toMatchObject({ kind: 'jwt', state: 'inactive' });
  });

  test('is told without the token itself', async () => {
    await redeem();
    for (const value of [code, access, refresh]) {
      const text = JSON.stringify(await describeIt(value));
      expect([value, hashToken(value)].some((secret) => text.includes(secret))).toBe(false);
    }
  });
});

describe('users', () => {
  test('catalogue 82: are shown without their password hash', async () => {
    const created = await createUser(installation.deps, tenant, {
      email: 'amy@example.com',
      password: 'correct horse',
      claims: { name: 'Amy' },
    });
    expect(created).toMatchObject({ has_password: true, claims: { name: 'Amy' } });
    const users = await operationsOn(installation.deps, installation.tenant).performAll(listUsers, {});
    expect(users).toContainEqual(created);
    expect(JSON.stringify([created, users])).not.toContain('argon2');
  });

  test('catalogue 71: claims cannot set what the server vouches for', async () => {
    for (const claims of [{ email_verified: true }, { sub: 'usr_1' }, { iss: 'x' }, { email: 'eve@example.com' }]) {
      expect(await refusal(createUser(installation.deps, tenant, { email: 'eve@example.com', claims }))).toMatchObject({
        problems: [{ field: 'claims' }],
      });
    }
  });

  test('are disabled by subject or address and enabled again', async () => {
    expect(await setUserDisabled(installation.deps, tenant, sub, true)).toMatchObject({
      sub,
      disabled_at: installation.clock.now,
    });
    expect(await setUserDisabled(installation.deps, tenant, 'bob@example.com', false)).toMatchObject({
      sub,
      disabled_at: null,
    });
    expect(await refusal(setUserDisabled(installation.deps, tenant, 'usr_none', true))).toMatchObject({
      kind: 'not_found',
    });
  });
});

test('fault 19: a rotated key is published before it signs, and the old one stays', async () => {
  installation.clock.now += 1;
  const rotated = await rotateKey(installation.deps, tenant, { alg: 'ES256' });
  expect(rotated.map(({ state }) => state)).toEqual(['signing', 'next']);
  expect(await refusal(rotateKey(installation.deps, await installation.tenant(), { alg: 'ES256' }))).toMatchObject({
    kind: 'conflict',
  });
  installation.clock.now += tenant.settings.keyPropagation;
  const keys = listKeys(installation.deps, await installation.tenant()).filter(({ alg }) => alg === 'ES256');
  expect(keys.map(({ state }) => state)).toEqual(['retired', 'signing']);
});
