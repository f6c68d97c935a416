import type { Page } from 'playwright-core';
import { createApp } from '../../src/management/apps.ts';
import { submitApp } from '../../src/management/apps-review.ts';
import { anotherBrowser, FIREFOX } from '../account/account.ts';
import { aSetupLink, NEW_PASSWORD } from '../administrators/journeys.ts';
import { aUserWith } from '../console/console-server.ts';
import type { FakeClock, TestServer } from '../support/start-server.ts';
import { authorize, redeem } from '../support/user-agent.ts';
import { aStillWindow, goTo, type Studio, settled, stageServer } from './console-window.ts';

interface Scene extends Studio {
  readonly server: TestServer;
  readonly clock: FakeClock;
  readonly page: Page;
}

/** What docs/guide/console-for-administrators.md shows. */
export async function administratorScene(studio: Studio): Promise<void> {
  const { server, clock } = await stageServer();
  const page = await aStillWindow(studio, clock);
  const scene = { ...studio, server, clock, page };
  await firstSignIn(scene);
  await settings(scene);
  await review(scene);
  await users(scene);
  await audit(scene);
  await deploymentCheck(scene);
  await page.context().close();
  await server.close();
}

async function firstSignIn({ page, picture, server }: Scene): Promise<void> {
  await page.goto(await aSetupLink(server));
  await page.getByLabel('Email').fill('hostess@example.com');
  await picture(page, 'setup');
  for (const field of await page.locator('input[type=password]').all()) await field.fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await settled(page, 'Apps');
}

async function settings({ page, picture }: Scene): Promise<void> {
  await goTo(page, 'Tenant', 'Demo');
  await page.getByText('Sign-up and sign-in').waitFor();
  await picture(page, 'console-tenant');
  await page.getByRole('link', { name: 'Sign-up and sign-in' }).click();
  await settled(page, 'Sign-up and sign-in');
  await picture(page, 'console-settings');
}

/** An app that waits, and the page on which it is decided. */
async function review({ page, picture, server }: Scene): Promise<void> {
  const tenant = await server.tenant();
  const developer = await aUserWith(server, 'developer', 'Grace Hopper');
  const { app_id } = await createApp(server.deps, tenant, {
    name: 'Papyrus',
    short_description: 'Turns invoices into letters that people like to read',
    homepage_uri: 'https://papyrus.example',
    details: 'It reads your invoices once a day. It writes nothing.',
    owner: developer.sub,
  });
  await server.aClient({ client_name: 'Papyrus for the web', app_id });
  await submitApp(server.deps, tenant, { app_id, revision: null });
  await goTo(page, 'Review');
  await page.getByRole('link', { name: 'Papyrus', exact: true }).waitFor();
  await picture(page, 'console-review', 'window');
  await page.getByRole('link', { name: 'Papyrus', exact: true }).click();
  await settled(page, 'Papyrus');
  await page.getByText('Papyrus for the web').waitFor();
  await picture(page, 'console-review-app');
}

async function users({ page, picture, server }: Scene): Promise<void> {
  const ada = await server.aUser({ email: 'ada@example.com', claims: { name: 'Ada Byron' } });
  const client = await server.aClient({ client_name: 'Pocket Ledger' });
  const agent = await anotherBrowser(server, ada, FIREFOX);
  await redeem(server, client, await authorize(server, client, ada, {}, agent));
  await goTo(page, 'Users');
  await page.getByText('ada@example.com').waitFor();
  await picture(page, 'console-users', 'window');
  await page.getByRole('link', { name: 'Add a user' }).click();
  await settled(page, 'Add a user');
  await picture(page, 'console-new-user', 'window');
  await page.goto(`${server.issuer}/console/users/${ada.sub}`);
  await page.getByText('Pocket Ledger').waitFor();
  await page.waitForLoadState('networkidle');
  await picture(page, 'console-user', 'window');
}

async function audit({ page, picture }: Scene): Promise<void> {
  await goTo(page, 'Audit log');
  await page.getByRole('link', { name: 'hostess@example.com' }).first().waitFor();
  await picture(page, 'console-audit', 'window');
  await page.getByRole('link', { name: 'Verify or download' }).click();
  await page.getByRole('button', { name: 'Verify the log' }).click();
  await page.getByText('The log is whole').waitFor();
  await picture(page, 'console-audit-whole', 'window');
}

async function deploymentCheck({ page, picture, server }: Scene): Promise<void> {
  await server.aClient({ client_name: 'Till at the door', require_pkce: false });
  await goTo(page, 'Deployment check');
  await page.getByText('Till at the door').first().waitFor();
  await picture(page, 'console-check', 'window');
}
