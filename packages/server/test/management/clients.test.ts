import { hashToken, isWellFormedToken } from '@xenia/protocol/token-format';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationsOn } from '../../src/cli/perform.ts';
import {
  createClient,
  deleteClient,
  setClientDisabled,
  showClient,
  updateClient,
} from '../../src/management/clients.ts';
import type { ClientMetadataInput } from '../../src/management/contract.ts';
import { listClients } from '../../src/management/operations/clients.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { createSecret, revokeSecret } from '../../src/management/secrets.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { findClient } from '../../src/tenants/client.ts';
import type { Tenant } from '../../src/tenants/tenant.ts';
import { capabilities, type Installation, startInstallation } from './installation.ts';
import { refusal } from './refusal.ts';

let installation: Installation;
let tenant: Tenant;
beforeAll(async () => {
  installation = await startInstallation();
  await putResourceServer(installation.deps, await installation.tenant(), {
    resource: 'https://api.example',
    name: 'API',
  });
  tenant = await installation.tenant();
});
afterAll(() => installation.close());

const web = { client_name: 'Shop', redirect_uris: ['https://shop.example/cb'], scope: 'openid email' };
const spa = { ...web, token_endpoint_auth_method: 'none' };
const create = (input: ClientMetadataInput) => createClient(installation.deps, tenant, capabilities, input);
const update = (client_id: string, change: object) =>
  updateClient(installation.deps, tenant, capabilities, { client_id, change });
const stored = async (client_id: string) => {
  const client = await findClient(installation.deps, tenant, client_id);
  if (client === null) throw new Error('no such client');
  return client;
};

describe('RFC 7591 §3.2.1 client information response', () => {
  test('a confidential client gets its secret once, and storage only a hash of it', async () => {
    const client = await create(web);
    expect(client).toMatchObject({
      ...web,
      client_id_issued_at: installation.clock.now,
      client_secret_expires_at: 0,
      grant_types: ['authorization_code'],
    });
    expect(client.client_id.length).toBeGreaterThanOrEqual(20);
    expect(isWellFormedToken('client_secret', client.client_secret ?? '')).toBe(true);
    const [secret] = (await stored(client.client_id)).secrets;
    expect(secret).toMatchObject({
      secret_hash: hashToken(client.client_secret ?? ''),
      sealed_secret: null,
      hint: client.client_secret?.slice(-4),
    });
    const shown = JSON.stringify(await showClient(installation.deps, tenant, client.client_id));
    expect(shown).toContain('"type":"client_secret"');
    expect(shown).not.toContain(client.client_secret);
    expect(shown).not.toContain(secret?.secret_hash);
  });

  test('a public client gets none', async () => {
    const client = await create(spa);
    expect(client).not.toHaveProperty('client_secret');
    expect(client).not.toHaveProperty('client_secret_expires_at');
    expect((await stored(client.client_id)).secrets).toEqual([]);
    expect(await installation.deps.storage.clients.allowsOrigin(tenant.tenant_id, 'https://shop.example')).toBe(true);
  });

  test('OIDC Core §9: the secret of a client_secret_jwt client is kept sealed, as its HMAC needs it', async () => {
    const client = await create({ ...web, token_endpoint_auth_method: 'client_secret_jwt' });
    const [secret] = (await stored(client.client_id)).secrets;
    expect(installation.deps.sealer.open('client-secret', secret?.sealed_secret ?? '')?.toString()).toBe(
      client.client_secret,
    );
    const { secrets } = await showClient(installation.deps, tenant, client.client_id);
    expect(secrets).toMatchObject([{ type: 'client_secret_jwt', hint: client.client_secret?.slice(-4) }]);
  });

  test('a description is kept as it was given, in several lines too', async () => {
    const description = 'Closes the month.\nFor every company that you keep.';
    expect(await create({ ...web, description })).toMatchObject({ description });
  });
});

describe('refusals', () => {
  test('all problems of the metadata are told at once and nothing is registered', async () => {
    const registered = () => operationsOn(installation.deps, installation.tenant).performAll(listClients, {});
    const before = (await registered()).length;
    const error = await refusal(
      create({
        client_name: '',
        redirect_uris: ['http://shop.example/cb'],
        scope: 'unknown',
        grant_types: ['password'],
      }),
    );
    expect(error.kind).toBe('invalid');
    expect(new Set(error.problems.map(({ field }) => field))).toEqual(
      new Set(['client_name', 'redirect_uris', 'scope', 'grant_types']),
    );
    expect(await registered()).toHaveLength(before);
  });

  test('catalogue 81: members that are not metadata are refused', async () => {
    const { client_id: named } = await create(web);
    expect(await refusal(update(named, { client_id: 'another' }))).toMatchObject({
      problems: [{ field: 'client_id' }],
    });
    for (const member of ['disabled_at', 'client_secret', 'tenant_id', '__proto__x']) {
      expect(await refusal(create({ ...web, [member]: 'x' } as ClientMetadataInput))).toMatchObject({
        problems: [{ field: member }],
      });
      const { client_id } = await create(web);
      expect(await refusal(update(client_id, { [member]: null }))).toMatchObject({ problems: [{ field: member }] });
    }
  });

  test('RFC 7662 §4: a client is only a resource server that exists, and authenticates', async () => {
    expect(await create({ ...web, resource: ['https://api.example'] })).toMatchObject({
      resource: ['https://api.example'],
    });
    expect(await refusal(create({ ...web, resource: ['https://other.example'] }))).toMatchObject({
      problems: [{ field: 'resource' }],
    });
    expect(await refusal(create({ ...spa, resource: ['https://api.example'] }))).toMatchObject({
      problems: [{ field: 'resource' }],
    });
  });

  test('catalogue 80: a client of another tenant does not exist', async () => {
    const { client_id } = await create(web);
    await createTenant(installation.deps, { name: 'other' });
    const other = await installation.tenant('other');
    const attempts = [
      () => showClient(installation.deps, other, client_id),
      () => deleteClient(installation.deps, other, client_id),
      () => setClientDisabled(installation.deps, other, client_id, true),
      () => createSecret(installation.deps, other, client_id, {}),
      () => updateClient(installation.deps, other, capabilities, { client_id, change: { client_name: 'Mine' } }),
    ];
    for (const attempt of attempts) expect(await refusal(attempt())).toMatchObject({ kind: 'not_found' });
    expect(await showClient(installation.deps, tenant, client_id)).toMatchObject({
      client_name: 'Shop',
      disabled_at: null,
    });
  });
});

describe('changing', () => {
  test('only what is given changes; null resets', async () => {
    const { client_id } = await create({
      ...web,
      logo_uri: 'https://shop.example/logo.png',
      grant_types: ['authorization_code', 'refresh_token'],
    });
    const changed = await update(client_id, { client_name: 'Store', logo_uri: null, grant_types: null });
    expect(changed).toMatchObject({
      client_name: 'Store',
      redirect_uris: web.redirect_uris,
      grant_types: ['authorization_code'],
    });
    expect(changed).not.toHaveProperty('logo_uri');
    expect(changed).not.toHaveProperty('client_secret');
    expect(await refusal(update(client_id, { redirect_uris: [] }))).toMatchObject({
      problems: [{ field: 'redirect_uris' }],
    });
    expect(await showClient(installation.deps, tenant, client_id)).toMatchObject({
      client_name: 'Store',
      redirect_uris: web.redirect_uris,
    });
  });

  test('a client that becomes confidential gets a secret, one that becomes public loses all', async () => {
    const { client_id } = await create(spa);
    const confidential = await update(client_id, { token_endpoint_auth_method: 'client_secret_post' });
    expect(isWellFormedToken('client_secret', confidential.client_secret ?? '')).toBe(true);
    await update(client_id, { token_endpoint_auth_method: 'none' });
    expect((await stored(client_id)).secrets).toEqual([]);
  });

  test('a change to client_secret_jwt replaces secrets that were only hashed', async () => {
    const { client_id } = await create(web);
    const changed = await update(client_id, { token_endpoint_auth_method: 'client_secret_jwt' });
    expect((await stored(client_id)).secrets).toMatchObject([
      { secret_hash: hashToken(changed.client_secret ?? ''), sealed_secret: expect.any(String) },
    ]);
  });

  test('disabling and enabling', async () => {
    const { client_id } = await create(web);
    expect(await setClientDisabled(installation.deps, tenant, client_id, true)).toMatchObject({
      disabled_at: installation.clock.now,
    });
    expect((await stored(client_id)).disabled).toBe(true);
    expect(await setClientDisabled(installation.deps, tenant, client_id, false)).toMatchObject({ disabled_at: null });
  });

  test('a deleted client is gone', async () => {
    const { client_id } = await create(web);
    expect(await deleteClient(installation.deps, tenant, client_id)).toEqual({ client_id, deleted: true });
    expect(await refusal(deleteClient(installation.deps, tenant, client_id))).toMatchObject({ kind: 'not_found' });
    expect(await findClient(installation.deps, tenant, client_id)).toBeNull();
  });
});

describe('secrets overlap', () => {
  test('one more, with a description and an end; the old one is revoked by its id', async () => {
    const { client_id, client_secret } = await create(web);
    const added = await createSecret(installation.deps, tenant, client_id, { description: 'second', expires_in: 3600 });
    expect(added).toMatchObject({
      client_id,
      description: 'second',
      client_secret_expires_at: installation.clock.now + 3600,
    });
    const { secrets } = await showClient(installation.deps, tenant, client_id);
    expect(secrets).toHaveLength(2);
    const first = secrets.find(
      ({ hint, secret_id }) => hint === client_secret?.slice(-4) && secret_id !== added.secret_id,
    );
    await revokeSecret(installation.deps, tenant, client_id, first?.secret_id ?? '');
    expect((await stored(client_id)).secrets).toMatchObject([{ secret_hash: hashToken(added.client_secret) }]);
    expect(await refusal(revokeSecret(installation.deps, tenant, client_id, first?.secret_id ?? ''))).toMatchObject({
      kind: 'not_found',
    });
  });

  test('ten at most, and none for a client that has no use for them', async () => {
    const { client_id } = await create(web);
    for (let count = 1; count < 10; count++) await createSecret(installation.deps, tenant, client_id, {});
    expect(await refusal(createSecret(installation.deps, tenant, client_id, {}))).toMatchObject({ kind: 'conflict' });
    const { client_id: publicClient } = await create(spa);
    expect(await refusal(createSecret(installation.deps, tenant, publicClient, {}))).toMatchObject({ kind: 'invalid' });
  });
});
