import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/start-server.ts';
import { authorizationUrl, authorize, UserAgent } from '../support/user-agent.ts';
import { openMail } from './journeys.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { requireVerifiedEmail: true } });
});
afterAll(() => server.close());

test('requireVerifiedEmail: an app gets nothing before the address is confirmed, then the flow goes on', async () => {
  const [user, client, agent] = [
    await server.aUser(),
    await server.aClient({ require_pkce: false }),
    new UserAgent(server),
  ];
  const login = await (await agent.visit(authorizationUrl(client))).text();
  const question = await (await agent.signIn(login, user)).text();
  expect(question).toContain('Confirm your email');
  expect(question).not.toContain('value="switch_account"');
  expect(await (await agent.submit(question, { action: 'go_on' })).text()).toContain('Not yet.');
  const sent = await (await agent.submit(question, { action: 'send' })).text();
  expect(sent).toContain('Mail is on its way.');
  const { page } = await openMail(server, agent, user.email, 'verify_email');
  const confirmed = await (await agent.submit(page, {})).text();
  expect(confirmed).toContain('Your email is confirmed');
  const consent = await (await agent.submit(sent, { action: 'go_on' })).text();
  expect(consent).toContain('value="switch_account"');
});

test('requireVerifiedEmail: the consent form of a page that is not shown yet is not taken', async () => {
  const [user, client, agent] = [
    await server.aUser(),
    await server.aClient({ require_pkce: false }),
    new UserAgent(server),
  ];
  const login = await (await agent.visit(authorizationUrl(client))).text();
  const question = await (await agent.signIn(login, user)).text();
  const forged = question.replaceAll('/verify-email?', '/consent?');
  const answer = await agent.submit(forged, { decision: 'allow', scope: ['openid'] });
  expect(answer.headers.get('location')).toBeNull();
  expect(await answer.text()).toContain('Confirm your email');
});

test('requireVerifiedEmail: without pages (prompt=none) the app is told that its user is needed', async () => {
  const client = await server.aClient({ require_pkce: false });
  const user = await server.aUser();
  const { tenant_id } = await server.tenant();
  const verified = (email_verified: number) =>
    server.deps.storage.users.update(tenant_id, user.sub, { email_verified }, server.clock());
  await verified(1);
  const { agent } = await authorize(server, client, user, { scope: 'openid' });
  await verified(0);
  const silent = await agent.visit(authorizationUrl(client, { prompt: 'none' }));
  const { searchParams } = new URL(silent.headers.get('location') ?? '');
  expect(searchParams.get('error')).toBe('interaction_required');
});
