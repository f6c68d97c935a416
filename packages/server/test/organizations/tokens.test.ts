import { expect, test } from 'vitest';
import { deleteOrganization, removeMember, setOrganizationDisabled } from '../../src/management/organizations.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { describeServer } from '../support/databases.ts';
import { aResourceServerClient, introspect, userinfo } from '../support/installed-app.ts';
import { API, type TestServer } from '../support/start-server.ts';
import { refresh } from '../support/user-agent.ts';
import { aCompany, allow, ask, aVisitor, claimsOf, join, tokensOf } from './company.ts';

async function installed(server: TestServer) {
  const owner = await server.aUser();
  const user = await server.aUser();
  const org_id = await aCompany(server, owner);
  await join(server, org_id, user);
  const [client, agent] = [await server.aClient(), await aVisitor(server, user)];
  const tokens = await tokensOf(server, client, await allow(agent, await ask(agent, client)));
  return { org_id, user, client, agent, tokens, refresh_token: tokens.refresh_token ?? '' };
}

describeServer('tokens for an organization', { settings: { organizations: 'by_operator' } }, (the) => {
  test('the access token, the ID token, userinfo and introspection say which, after a refresh, too', async () => {
    const { org_id, client, tokens, refresh_token } = await installed(the());
    const { body: renewed } = await refresh(the(), client, refresh_token);
    for (const { access_token, id_token } of [tokens, renewed]) {
      expect(claimsOf(access_token)).toMatchObject({ org_id });
      expect(claimsOf(id_token)).toMatchObject({ org_id });
      expect((await userinfo(the(), access_token)).body).toMatchObject({ org_id });
      const api = await aResourceServerClient(the(), API);
      expect(await introspect(the(), api, access_token)).toMatchObject({ active: true, org_id });
    }
  });

  test('an opaque token is introspected with it', async () => {
    const tenant = await the().tenant();
    await putResourceServer(the().deps, tenant, { resource: API, name: 'API', access_token_format: 'opaque' });
    // PostgreSQL: the tenant's copy may be used unchecked for a moment.
    the().clock.advance(1);
    const { org_id, tokens } = await installed(the());
    expect(tokens.access_token).not.toContain('.');
    const api = await aResourceServerClient(the(), API);
    expect(await introspect(the(), api, tokens.access_token)).toMatchObject({ active: true, org_id });
    await putResourceServer(the().deps, tenant, { resource: API, name: 'API', access_token_format: 'jwt' });
    the().clock.advance(1);
  });

  test('OpenID Connect Discovery §3: claims_supported says so', async () => {
    const response = await the().fetch('/.well-known/openid-configuration');
    expect((await response.json()) as object).toMatchObject({ claims_supported: expect.arrayContaining(['org_id']) });
  });

  test.each([
    ['the membership ends', ({ org_id, user }) => remove(the(), org_id, user.sub)],
    ['the organization is disabled', ({ org_id }) => disable(the(), org_id)],
    ['the organization is deleted', ({ org_id }) => erase(the(), org_id)],
  ] satisfies [string, (made: Awaited<ReturnType<typeof installed>>) => Promise<unknown>][])(
    'they are dead as soon as %s',
    async (_, end) => {
      const made = await installed(the());
      const api = await aResourceServerClient(the(), API);
      expect((await introspect(the(), api, made.tokens.access_token)).active).toBe(true);
      await end(made);
      expect(await introspect(the(), api, made.tokens.access_token)).toEqual({ active: false });
      expect((await refresh(the(), made.client, made.refresh_token)).body.error).toBe('invalid_grant');
    },
  );
});

const remove = async (server: TestServer, org_id: string, user: string) =>
  removeMember(server.deps, await server.tenant(), org_id, user);
const disable = async (server: TestServer, org_id: string) =>
  setOrganizationDisabled(server.deps, await server.tenant(), org_id, true);
const erase = async (server: TestServer, org_id: string) =>
  deleteOrganization(server.deps, await server.tenant(), org_id);

describeServer(
  'in a dialect whose answers have fixed members',
  { settings: { organizations: 'by_operator', dialects: ['standard', 'xeno'] } },
  (the) => {
    test('the token response stays what it was; introspection says which organization', async () => {
      const user = await the().aUser();
      const org_id = await aCompany(the(), user);
      const shape = { grant_types: ['authorization_code'], scope: 'invoices.read', require_pkce: false };
      const client = await the().aClient(shape);
      const agent = await aVisitor(the(), user);
      const query = new URLSearchParams({ client_id: client.client_id, scope: 'invoices.read', state: 's' });
      const page = await (await agent.visit(`/oauth/authorize?${query}`)).text();
      const answer = await agent.submit(page, { decision: 'allow', scope: 'invoices.read' });
      const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
      const { client_id, client_secret = '' } = client;
      const body = new URLSearchParams({ client_id, client_secret, code });
      const response = await the().fetch('/oauth/token', { method: 'POST', body });
      const tokens = (await response.json()) as Record<string, string>;
      expect(Object.keys(tokens).sort()).toEqual(['access_token', 'scope']);
      const api = await aResourceServerClient(the(), API);
      expect(await introspect(the(), api, tokens.access_token ?? '')).toMatchObject({ active: true, org_id });
    });
  },
);
