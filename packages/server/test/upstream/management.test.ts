import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { operationsOn } from '../../src/cli/perform.ts';
import type { NewUpstreamProvider } from '../../src/management/contract.ts';
import { listAuditEvents } from '../../src/management/operations/audit.ts';
import {
  addUpstreamProvider,
  listUpstreamProviders,
  removeUpstreamProvider,
  setUpstreamProviderDisabled,
  showUpstreamProvider,
  updateUpstreamProvider,
} from '../../src/management/upstream-providers.ts';
import { openClientSecret } from '../../src/upstream/provider.ts';
import { xenia } from '../cli/xenia.ts';
import { serveApp } from '../interop/visitor.ts';
import { type Installation, startInstallation } from '../management/installation.ts';
import { type RogueProvider, startRogue } from './rogue-provider.ts';

const verify = { verify: true };

describe('providers of a tenant', () => {
  let installation: Installation;
  let rogue: RogueProvider;
  beforeAll(async () => {
    [installation, rogue] = await Promise.all([startInstallation(), startRogue()]);
  });
  afterEach(() => {
    rogue.metadata = {};
    rogue.down = false;
  });
  afterAll(async () => {
    await installation.close();
    await rogue.close();
  });

  async function add(change: Partial<NewUpstreamProvider> = {}, how = verify) {
    const input = { provider_id: 'city', display_name: 'City', issuer: rogue.issuer, client_id: 'xenia', ...change };
    return addUpstreamProvider(installation.deps, await installation.tenant(), input, how);
  }

  test('adding, showing, changing, disabling and removing, each written down; catalogue 82: the secret is never shown', async () => {
    const { deps } = installation;
    const tenant = await installation.tenant();
    const client_secret = 'the secret of the city';
    const added = await add({ client_secret, trusts_email: true });
    expect(added).toEqual({
      provider_id: 'city',
      display_name: 'City',
      issuer: rogue.issuer,
      client_id: 'xenia',
      has_client_secret: true,
      scope: 'openid profile email',
      trusts_email: true,
      may_create_users: false,
      position: 1,
      disabled_at: null,
      created_at: installation.clock.now,
      updated_at: installation.clock.now,
      redirect_uri: `${tenant.issuer}/sign-in-with/city/callback`,
    });
    await expect(add()).rejects.toMatchObject({ kind: 'conflict' });
    expect((await add({ provider_id: 'town' })).position).toBe(2);
    const change = { display_name: 'Town', may_create_users: true, position: 0 };
    expect(await updateUpstreamProvider(deps, tenant, 'town', change)).toMatchObject(change);
    expect((await listUpstreamProviders(deps, tenant)).map(({ provider_id }) => provider_id)).toEqual(['town', 'city']);
    expect((await setUpstreamProviderDisabled(deps, tenant, 'town', true)).disabled_at).toBe(installation.clock.now);
    expect((await setUpstreamProviderDisabled(deps, tenant, 'town', false)).disabled_at).toBeNull();
    expect(await removeUpstreamProvider(deps, tenant, 'town')).toEqual({ provider_id: 'town', removed: true });
    const record = await deps.storage.upstream.findProvider(tenant.tenant_id, 'city');
    expect(JSON.stringify(record)).not.toContain(client_secret);
    expect(record && openClientSecret(deps, record)).toBe(client_secret);
    // Sealed for its own row.
    const sealed_client_secret = record?.sealed_client_secret ?? null;
    const moved = { tenant_id: tenant.tenant_id, provider_id: 'town', sealed_client_secret };
    expect(() => openClientSecret(deps, moved)).toThrow('cannot be opened');
    expect(JSON.stringify(await showUpstreamProvider(deps, tenant, 'city'))).not.toContain(sealed_client_secret);
    const without = await updateUpstreamProvider(deps, tenant, 'city', { client_secret: null });
    expect(without.has_client_secret).toBe(false);
    const query = { action: 'provider.' };
    const events = await operationsOn(deps, installation.tenant).performAll(listAuditEvents, { query });
    expect(events.map(({ action }) => action).sort()).toEqual([
      'provider.added',
      'provider.added',
      'provider.disabled',
      'provider.enabled',
      'provider.removed',
      'provider.updated',
      'provider.updated',
    ]);
    expect(JSON.stringify(events)).not.toContain(client_secret);
    await removeUpstreamProvider(deps, tenant, 'city');
  });

  test('what is not there', async () => {
    const { deps } = installation;
    const tenant = await installation.tenant();
    const missing = { kind: 'not_found' };
    await expect(showUpstreamProvider(deps, tenant, 'none')).rejects.toMatchObject(missing);
    await expect(updateUpstreamProvider(deps, tenant, 'none', {})).rejects.toMatchObject(missing);
    await expect(setUpstreamProviderDisabled(deps, tenant, 'none', true)).rejects.toMatchObject(missing);
    await expect(removeUpstreamProvider(deps, tenant, 'none')).rejects.toMatchObject(missing);
  });

  test.each<[string, Record<string, unknown>]>([
    ['provider_id', { provider_id: 'City' }],
    ['provider_id', { provider_id: '../x' }],
    ['issuer', { issuer: 'http://city.example' }],
    ['issuer', { issuer: 'https://city.example?x=1' }],
    ['issuer', { issuer: 'https://user@city.example' }],
    ['scope', { scope: 'profile email' }],
    ['client_id', { client_id: '' }],
    ['display_name', { display_name: ' ' }],
    ['disabled_at', { disabled_at: 1 }],
  ])('a %s that cannot be is refused: %o', async (field, change) => {
    await expect(add(change, { verify: false })).rejects.toMatchObject({ kind: 'invalid', problems: [{ field }] });
  });

  test('another issuer is another provider: it cannot be changed', async () => {
    const change = { issuer: 'https://evil.example' } as object;
    const tenant = await installation.tenant();
    await expect(updateUpstreamProvider(installation.deps, tenant, 'city', change)).rejects.toMatchObject({
      problems: [{ field: 'issuer' }],
    });
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['names another issuer', { issuer: 'https://other.example' }, /names another issuer\. Give the issuer exactly/],
    ['has no code flow', { response_types_supported: ['id_token'] }, /code flow/],
    ['has no token endpoint', { token_endpoint: undefined }, /no token_endpoint/],
    ['has no keys', { jwks_uri: undefined }, /no jwks_uri/],
    ['leads to an insecure address', { authorization_endpoint: 'http://city.example/a' }, /does not use https/],
    ['has no openid', { scopes_supported: ['email'] }, /openid/],
    [
      'takes no secret that we have',
      { token_endpoint_auth_methods_supported: ['private_key_jwt'] },
      /client_secret_basic/,
    ],
  ])('a provider that %s is refused with the reason', async (_, metadata, reason) => {
    rogue.metadata = metadata;
    await expect(add({ client_secret: 'x' })).rejects.toMatchObject({
      kind: 'invalid',
      problems: [{ field: 'issuer', problem: expect.stringMatching(reason) }],
    });
    expect(await listUpstreamProviders(installation.deps, await installation.tenant())).toEqual([]);
  });

  test('a provider that cannot be reached, is none, or is not public is refused with reason and remedy; --no-verify adds it', async () => {
    rogue.down = true;
    await expect(add()).rejects.toThrow(/cannot be reached\. .*--no-verify/);
    const none = await serveApp((_, response) => void response.writeHead(404).end());
    await expect(add({ issuer: none.origin })).rejects.toThrow(/status 404.*openid-configuration/);
    await none.close();
    const text = await serveApp((_, response) => void response.end('<html>'));
    await expect(add({ issuer: text.origin })).rejects.toThrow(/not JSON/);
    await text.close();
    await expect(add({ issuer: 'https://169.254.169.254' })).rejects.toThrow(
      /not on the public internet.*allowPrivateNetworks/,
    );
    expect(await add({}, { verify: false })).toMatchObject({ provider_id: 'city' });
    await removeUpstreamProvider(installation.deps, await installation.tenant(), 'city');
  });
});

describe('xenia provider', () => {
  let folder: string;
  let rogue: RogueProvider;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'xenia-provider-'));
    rogue = await startRogue();
    for (const words of [['migrate'], ['tenant', 'create', 'acme']]) {
      expect(await xenia(words, { cwd: folder })).toMatchObject({ code: 0 });
    }
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await rogue.close();
  });

  const run = (words: readonly string[], input = '') => xenia(['provider', ...words], { cwd: folder, input });
  const basics = () => ['--issuer', rogue.issuer, '--client-id', 'xenia'];

  test('add, list, show, update, disable, enable, remove', async () => {
    const added = await run(
      ['add', 'city', ...basics(), '--client-secret-stdin', '--display-name', 'City', '--trusts-email'],
      's3cret\n',
    );
    expect(added).toMatchObject({ code: 0, stderr: '' });
    expect(added.stdout).toContain('Register this redirect URI at the provider:');
    expect(added.stdout).toContain('/acme/sign-in-with/city/callback');
    expect(added.stdout).not.toContain('s3cret');
    const shown = await run(['show', 'city', '--json']);
    expect(shown.json()).toMatchObject({ has_client_secret: true, trusts_email: true, may_create_users: false });
    const updated = await run(['update', 'city', '--no-trusts-email', '--may-create-users', '--public', '--json']);
    expect(updated.json()).toMatchObject({ has_client_secret: false, trusts_email: false, may_create_users: true });
    const renamed = await run(['update', 'city', '--display-name', 'Old City', '--json']);
    expect(renamed.json()).toMatchObject({ display_name: 'Old City', trusts_email: false, may_create_users: true });
    expect((await run(['disable', 'city', '--json'])).json()).toMatchObject({ disabled_at: expect.any(Number) });
    expect((await run(['list'])).stdout).toMatch(/city +Old City/);
    expect((await run(['enable', 'city', '--json'])).json()).toMatchObject({ disabled_at: null });
    expect((await run(['remove', 'city'])).stdout).toBe('Removed city.\n');
    expect((await run(['list'])).stdout).toContain('There is no provider yet.');
  });

  test('refusals say what to do', async () => {
    const silent = await run(['add', 'city', ...basics()]);
    expect([silent.code, silent.stderr]).toEqual([2, expect.stringContaining('--client-secret-stdin')]);
    const both = await run(['add', 'city', ...basics(), '--public', '--client-secret-stdin'], 'x');
    expect(both.code).toBe(2);
    rogue.metadata = { issuer: 'https://other.example' };
    const wrong = await run(['add', 'city', ...basics(), '--public']);
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('Give the issuer exactly')]);
    const added = await run(['add', 'city', ...basics(), '--public', '--no-verify', '--json']);
    rogue.metadata = {};
    expect(added.json()).toMatchObject({ display_name: 'city', has_client_secret: false });
    expect((await run(['show', 'none'])).code).toBe(1);
  });
});
