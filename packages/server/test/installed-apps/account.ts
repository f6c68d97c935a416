import { setClientDisabled } from '../../src/management/clients.ts';
import type { GrantRecord } from '../../src/storage/records.ts';
import { fieldOf } from '../support/answers.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { install } from '../xeno/chat.ts';

export const DIALECTS = { dialects: ['standard', 'xeno'] };

const DAY = 86_400;
export const LOGO = 'https://papyrus.example/logo.svg';

/** A browser that has signed in at the server itself, sent by no app. */
export async function ownBrowser(server: TestServer, user: TestUser): Promise<UserAgent> {
  const agent = new UserAgent(server);
  const page = await (await agent.visit('/apps')).text();
  await agent.signIn(page, user);
  return agent;
}

/** The user's page of all apps. */
export async function appsOf(agent: UserAgent): Promise<string> {
  return (await agent.visit('/apps')).text();
}

/** The ids of the apps that a page leads to, in its order. */
export function grantIds(page: string): string[] {
  return [...page.matchAll(/href="[^"]*\/apps\/([\w-]+)"/g)].map(([, grant_id = '']) => grant_id);
}

/** The app's installation on the account. */
export async function grantOf(
  server: TestServer,
  { client_id }: { client_id: string },
  { sub }: TestUser,
): Promise<GrantRecord> {
  const grant = await server.deps.storage.grants.find((await server.tenant()).tenant_id, client_id, sub, '');
  if (grant === null) throw new Error('the app is not installed');
  return grant;
}

/** Uninstalls as a user does: from the app's page by way of the question to the answer. */
export async function uninstall(agent: UserAgent, grant_id: string): Promise<Response> {
  const question = await (await agent.visit(`/apps/${grant_id}/uninstall`)).text();
  return agent.submit(question, {});
}

/** What a form of the app's page must return. */
export async function csrfOf(agent: UserAgent, grant_id: string): Promise<string> {
  return fieldOf(await (await agent.visit(`/apps/${grant_id}`)).text(), 'csrf') ?? '';
}

/** One user who has allowed an app of every kind; the clock moves on by a year and some. */
export async function aFullAccount(server: TestServer, advance: (seconds: number) => void): Promise<TestUser> {
  const user = await server.aUser({ email: 'ada@northbank.example', claims: { name: 'Ada Byron' } });
  const scope = 'openid invoices.read';
  await anInstalledApp(server, { user, metadata: { client_name: 'Old Faithful' }, parameters: { scope } });
  const closed = await anInstalledApp(server, {
    user,
    metadata: { client_name: 'Closed Books' },
    parameters: { scope },
  });
  await setClientDisabled(server.deps, await server.tenant(), closed.client.client_id, true);
  advance(420 * DAY);
  const papyrus = await server.aClient({
    client_name: 'Papyrus',
    logo_uri: LOGO,
    client_uri: 'https://papyrus.example/',
    verified: true,
  });
  const everything = { scope: 'openid profile email offline_access invoices.read invoices.write' };
  await anInstalledApp(server, { user, client: papyrus, parameters: everything });
  advance(19 * DAY);
  await server.aClient({
    client_name: 'Nightly export',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    scope: 'invoices.read',
    verified: true,
    service_account: user.email,
  });
  const chat = {
    client_name: 'Helpful Chat',
    grant_types: ['authorization_code'],
    scope: 'invoices.read',
    require_pkce: false,
  };
  await install(server, await server.aClient(chat), user, { scope: 'invoices.read' });
  advance(2 * DAY);
  await anInstalledApp(server, { user, client: papyrus, parameters: { scope: 'openid offline_access invoices.read' } });
  await anInstalledApp(server, {
    user,
    metadata: { client_name: 'Pocket Ledger' },
    parameters: { scope: 'openid email' },
  });
  advance(600);
  return user;
}
