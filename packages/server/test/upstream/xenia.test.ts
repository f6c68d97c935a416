import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { updateTenant } from '../../src/management/tenants.ts';
import { addUpstreamProvider } from '../../src/management/upstream-providers.ts';
import { listeningServer, pkce, REDIRECT_URI, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorizationUrl, redeem, UserAgent } from '../support/user-agent.ts';
import { cityTenant } from './city-tenant.ts';
import { locationOf, submitTo, verifyEmail, whoIsIn } from './traveller.ts';

describe('another tenant of Xenia as the provider, over HTTP', () => {
  let server: TestServer;
  let city: TestServer;
  let resident: TestUser;
  beforeAll(async () => {
    server = await listeningServer({ settings: { signUp: 'open' } });
    city = await cityTenant(server);
    resident = await city.aUser();
    const { client_id, client_secret = null } = await city.aClient();
    await addUpstreamProvider(
      server.deps,
      await server.tenant(),
      {
        provider_id: 'city',
        display_name: 'City',
        issuer: city.issuer,
        client_id,
        client_secret,
        trusts_email: true,
        may_create_users: true,
      },
      { verify: true },
    );
  });
  afterAll(() => server.close());

  /** Signs in at the city and agrees to everything; the callback that this leads to. */
  async function throughCity(location: string, agent: UserAgent): Promise<string> {
    let response = await agent.visit(location);
    for (let pages = 0; pages < 3 && response.status === 200; pages++) {
      const page = await response.text();
      response = page.includes('name="password"')
        ? await agent.signIn(page, resident)
        : await agent.submit(page, { decision: 'allow', scope: ['openid', 'profile', 'email'] });
    }
    return locationOf(response);
  }

  test('from an app to the provider and back to the app: an account is made, with what the provider said', async () => {
    const client = await server.aClient();
    const { code_verifier, ...challenge } = pkce();
    const agent = new UserAgent(server);
    const login = await (
      await agent.visit(authorizationUrl(client, { ...challenge, scope: 'openid email profile', state: 'of the app' }))
    ).text();
    expect(login).toContain('Continue with City');
    const there = new UserAgent(city);
    const callback = await throughCity(locationOf(await submitTo(server, agent, login, 'city')), there);
    expect(callback.startsWith(`${server.issuer}/sign-in-with/city/callback?`)).toBe(true);
    expect(new URL(callback).searchParams.get('iss')).toBe(city.issuer);
    const consent = await (await agent.visit(callback)).text();
    expect(consent).toContain('Allow Test app to use your Demo account?');
    const response = await agent.submit(consent, { decision: 'allow', scope: ['openid', 'email', 'profile'] });
    const answer = new URL(response.headers.get('location') ?? '');
    expect(answer.searchParams.get('state')).toBe('of the app');
    const { body } = await redeem(server, client, {
      code: answer.searchParams.get('code') ?? '',
      code_verifier,
      redirect_uri: REDIRECT_URI,
    });
    const [, payload = ''] = (body.id_token ?? '').split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      iss: server.issuer,
      amr: ['fed'],
    });
    const claims = await server.fetch('/userinfo', { headers: { authorization: `Bearer ${body.access_token}` } });
    expect(await claims.json()).toMatchObject({
      email: resident.email,
      email_verified: true,
      name: 'Rosa Resident',
      locale: 'de',
    });
    // With a session at the provider one press of the button is enough.
    const again = new UserAgent(server);
    const page = await (await again.visit('/account/profile')).text();
    const back = await throughCity(locationOf(await submitTo(server, again, page, 'city')), there);
    expect((await again.visit(back)).status).toBe(200);
    expect(await whoIsIn(again)).not.toBeNull();
  });

  test('prompt=login of the app is asked of the provider too, whose session is not enough then', async () => {
    const client = await server.aClient({ require_pkce: false });
    const there = new UserAgent(city);
    await there.signIn(await (await there.visit('/account')).text(), resident);
    const agent = new UserAgent(server);
    const login = await (await agent.visit(authorizationUrl(client, { prompt: 'login' }))).text();
    const page = await there.visit(locationOf(await submitTo(server, agent, login, 'city')));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('name="password"');
  });

  test('who cancels there is back on the login page, and the app still waits', async () => {
    const client = await server.aClient({ require_pkce: false });
    const agent = new UserAgent(server);
    const login = await (await agent.visit(authorizationUrl(client))).text();
    const there = new UserAgent(city);
    const question = await (await there.visit(locationOf(await submitTo(server, agent, login, 'city')))).text();
    const callback = locationOf(await there.submit(question, { action: 'cancel' }));
    expect(new URL(callback).searchParams.get('error')).toBe('access_denied');
    const page = await (await agent.visit(callback)).text();
    expect(page).toContain('You did not sign in with City.');
    const user = await server.aUser();
    await verifyEmail(server, user);
    expect(await (await agent.signIn(page, user)).text()).toContain('Allow Test app to use your Demo account?');
  });

  test('a provider that is disabled in between takes nobody in', async () => {
    const { tenant_id } = await city.tenant();
    await server.deps.storage.tenants.update(tenant_id, { disabled_at: 1 });
    const agent = new UserAgent(server);
    const page = await (await agent.visit('/account')).text();
    const location = locationOf(await submitTo(server, agent, page, 'city'));
    expect((await fetch(location)).status).toBe(404);
    await server.deps.storage.tenants.update(tenant_id, { disabled_at: null });
    await updateTenant(server.deps, 'city', { display_name: 'City' });
  });
});
