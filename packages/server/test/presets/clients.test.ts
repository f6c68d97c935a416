import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationsOn } from '../../src/cli/perform.ts';
import { createClient, showClient, updateClient } from '../../src/management/clients.ts';
import type { ClientMetadataInput } from '../../src/management/contract.ts';
import { listClients } from '../../src/management/operations/clients.ts';
import { createTenant, updateTenant } from '../../src/management/tenants.ts';
import { capabilities as able, type Installation, startInstallation } from '../management/installation.ts';
import { refusal } from '../management/refusal.ts';

const RESPONSE_TYPES = [
  'code',
  'code id_token',
  'code id_token token',
  'code token',
  'id_token',
  'id_token token',
  'token',
];
const capabilities = {
  ...able,
  grant_types: [...able.grant_types, 'implicit'],
  response_types: RESPONSE_TYPES,
};

let installation: Installation;
beforeAll(async () => {
  installation = await startInstallation();
  for (const name of ['standard', 'identityserver', 'xendit', 'xeno']) {
    await createTenant(installation.deps, { name, preset: name });
  }
  await createTenant(installation.deps, {
    name: 'moving',
    preset: 'xeno',
    settings: { dialects: ['standard', 'xeno'] },
  });
});
afterAll(() => installation.close());

const web = { client_name: 'Shop', redirect_uris: ['https://shop.example/cb'], scope: 'openid' };
const service = { client_name: 'Robot', grant_types: ['client_credentials'] };

async function create(tenant: string, metadata: ClientMetadataInput) {
  return createClient(installation.deps, await installation.tenant(tenant), capabilities, metadata);
}
async function update(tenant: string, client_id: string, change: object) {
  return updateClient(installation.deps, await installation.tenant(tenant), capabilities, { client_id, change });
}

describe("a new client starts with what its tenant's first dialect has for its apps", () => {
  const standard = {
    require_pkce: true,
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid',
  };

  test.each([
    ['standard', standard],
    ['identityserver', standard],
    [
      'xendit',
      {
        require_pkce: false,
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
        scope: 'openid offline_access',
      },
    ],
    [
      'xeno',
      {
        require_pkce: false,
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
        scope: 'openid',
      },
    ],
    ['moving', standard],
  ])('%s: a web app that says nothing', async (tenant, expected) => {
    expect(await create(tenant, web)).toMatchObject(expected);
  });

  test.each(['xendit', 'xeno'])(
    'RFC 9700 §2.1.1 public clients MUST use PKCE: %s cannot make it optional',
    async (tenant) => {
      const app = { ...web, token_endpoint_auth_method: 'none' };
      expect(await create(tenant, app)).toMatchObject({ require_pkce: true, token_endpoint_auth_method: 'none' });
      expect(await refusal(create(tenant, { ...app, require_pkce: false }))).toMatchObject({
        problems: [{ field: 'require_pkce' }],
      });
    },
  );

  test.each(['xendit', 'xeno'])(
    'RFC 8252 §8.5: a secret inside a native app proves nothing; %s has it use PKCE',
    async (tenant) => {
      const app = { ...web, application_type: 'native' as const };
      expect(await create(tenant, app)).toMatchObject({ require_pkce: true });
    },
  );

  test.each(['xendit', 'xeno'])('%s: a client that signs nobody in gets nothing of that', async (tenant) => {
    expect(await create(tenant, service)).toMatchObject({
      require_pkce: true,
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
      scope: '',
    });
  });

  test.each([
    { require_pkce: true },
    { token_endpoint_auth_method: 'client_secret_basic' },
    { grant_types: ['authorization_code'] },
  ])('what it says wins: %j', async (said) => {
    for (const tenant of ['xendit', 'xeno']) expect(await create(tenant, { ...web, ...said })).toMatchObject(said);
  });

  test('xendit: offline_access goes with refresh_token, once, and not without it', async () => {
    const scopeOf = async (change: ClientMetadataInput) => (await create('xendit', { ...web, ...change })).scope;
    expect(await scopeOf({ scope: 'offline_access openid' })).toBe('offline_access openid');
    expect(await scopeOf({ grant_types: ['authorization_code'] })).toBe('openid');
    expect(await scopeOf({ offline_access: false })).toBe('openid');
    expect(await create('xendit', { ...web, offline_access: false })).toMatchObject({
      grant_types: ['authorization_code'],
    });
  });

  test('a change later is no registration: only what it says changes', async () => {
    const { client_id } = await create('xendit', web);
    const changed = await update('xendit', client_id, { scope: 'openid', require_pkce: true });
    expect(changed).toMatchObject({ scope: 'openid', require_pkce: true, grant_types: expect.any(Array) });
  });
});

describe('"You won\'t be able to change the grant type later" (grantTypesFixed)', () => {
  const hybrid = {
    ...web,
    grant_types: ['authorization_code', 'implicit'],
    response_types: ['code id_token', 'code token'],
    require_pkce: false,
  };

  test.each([
    [{ grant_types: ['authorization_code'], response_types: ['code'] }, ['grant_types', 'response_types']],
    [{ response_types: ['code id_token'] }, ['response_types']],
    [{ response_types: ['code', 'code id_token', 'code token'] }, ['response_types']],
    [{ grant_types: ['authorization_code', 'implicit', 'client_credentials'] }, ['grant_types']],
    [{ grant_types: null, response_types: null }, ['grant_types', 'response_types']],
  ])('%j is refused, with the way out of it', async (change, fields) => {
    const { client_id } = await create('identityserver', hybrid);
    const { problems } = await refusal(update('identityserver', client_id, change));
    expect(problems.map(({ field }) => field)).toEqual(fields);
    for (const { problem } of problems) {
      expect(problem).toMatch(/as it was registered.*Register another client.*grantTypesFixed of the tenant to false/);
    }
    const tenant = await installation.tenant('identityserver');
    expect(await showClient(installation.deps, tenant, client_id)).toMatchObject(hybrid);
  });

  test('the order does not matter, and refresh_token follows offline_access', async () => {
    const { client_id } = await create('identityserver', hybrid);
    const refreshing = { grant_types: ['implicit', 'refresh_token', 'authorization_code'], offline_access: true };
    const response_types = hybrid.response_types.toReversed();
    expect(await update('identityserver', client_id, { ...refreshing, response_types })).toMatchObject(refreshing);
    expect(await update('identityserver', client_id, { ...hybrid, offline_access: false })).toMatchObject(hybrid);
  });

  test('everything else may change, and all problems are told at once', async () => {
    const { client_id } = await create('identityserver', hybrid);
    expect(await update('identityserver', client_id, { client_name: 'Store' })).toMatchObject({ client_name: 'Store' });
    const error = await refusal(update('identityserver', client_id, { client_name: '', response_types: ['token'] }));
    expect(error.problems.map(({ field }) => field)).toEqual(expect.arrayContaining(['client_name', 'response_types']));
  });

  test('a tenant that sets it to false lets them change again', async () => {
    await createTenant(installation.deps, { name: 'loosened', preset: 'identityserver' });
    const { client_id } = await create('loosened', hybrid);
    const change = { grant_types: ['authorization_code'], response_types: ['code'] };
    expect(await refusal(update('loosened', client_id, change))).toMatchObject({ kind: 'invalid' });
    await updateTenant(installation.deps, 'loosened', { settings: { grantTypesFixed: false } });
    expect(await update('loosened', client_id, change)).toMatchObject(change);
  });
});

describe('what a client is allowed that RFC 9700 advises against is marked', () => {
  const implicit = {
    ...web,
    grant_types: ['implicit'],
    response_types: ['id_token'],
    token_endpoint_auth_method: 'none',
  };
  const hybrid = {
    ...web,
    grant_types: ['authorization_code', 'implicit'],
    response_types: ['code id_token'],
  };

  test.each<[string, string, ClientMetadataInput, string[]]>([
    ['a web app', 'standard', web, []],
    ['a service on any wire', 'xeno', service, []],
    ['a public app', 'xeno', { ...web, token_endpoint_auth_method: 'none' }, []],
    ['§2.1.1 without PKCE', 'standard', { ...web, require_pkce: false }, ['pkce_not_required']],
    ['§2.1.2 an ID token without a code', 'identityserver', implicit, ['implicit']],
    [
      '§2.1.2 access tokens through the browser',
      'identityserver',
      { ...implicit, response_types: ['id_token token'], browser_access: true },
      ['implicit', 'browser_access'],
    ],
    [
      'with a code beside them',
      'identityserver',
      { ...hybrid, response_types: ['code token'], browser_access: true },
      ['browser_access'],
    ],
    ['a code beside an ID token', 'identityserver', hybrid, []],
    ['§4.14 tokens without an end', 'xeno', web, ['pkce_not_required', 'tokens_without_expiry']],
    [
      'also where the dialect is not the first one',
      'moving',
      { ...web, token_endpoint_auth_method: 'client_secret_post' },
      ['tokens_without_expiry'],
    ],
    [
      '§4.14 refresh tokens instead',
      'xeno',
      { ...web, grant_types: ['authorization_code', 'refresh_token'], scope: 'openid offline_access' },
      ['pkce_not_required'],
    ],
    ['an integrator of the payments API', 'xendit', web, ['pkce_not_required']],
  ])('%s (%s)', async (_, tenant, metadata, legacy) => {
    const created = await create(tenant, metadata);
    expect(created.legacy).toEqual(legacy);
    const { client_id } = created;
    const loaded = await installation.tenant(tenant);
    expect((await showClient(installation.deps, loaded, client_id)).legacy).toEqual(legacy);
    const listed = await operationsOn(installation.deps, async () => loaded).performAll(listClients, {});
    expect(listed.find((client) => client.client_id === client_id)?.legacy).toEqual(legacy);
  });

  test('a mark goes with what it marks, and cannot be set', async () => {
    const { client_id } = await create('xendit', web);
    expect((await update('xendit', client_id, { require_pkce: true })).legacy).toEqual([]);
    expect(await refusal(update('xendit', client_id, { legacy: [] }))).toMatchObject({
      problems: [{ field: 'legacy' }],
    });
  });
});
