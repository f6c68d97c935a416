import type { Page } from 'playwright-core';
import { addAppTester } from '../../src/management/apps-people.ts';
import { returnApp } from '../../src/management/apps-review.ts';
import { aUserWith } from '../console/console-server.ts';
import { requestUrl } from '../support/authorization.ts';
import type { FakeClock, TestServer } from '../support/start-server.ts';
import { post } from '../support/user-agent.ts';
import { aStillWindow, type Studio, settled, signIn, stageServer } from './console-window.ts';

const REDIRECT_URI = 'https://papyrus.example/callback';

interface Scene extends Studio {
  readonly server: TestServer;
  readonly clock: FakeClock;
  readonly page: Page;
}

interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
}

/** What docs/guide/console-for-developers.md shows. */
export async function developerScene(studio: Studio): Promise<void> {
  const { server, clock } = await stageServer();
  const developer = await aUserWith(server, 'developer', 'Grace Hopper');
  const page = await aStillWindow(studio, clock);
  await page.goto(`${server.issuer}/console`);
  await signIn(page, developer);
  await settled(page, 'Apps');
  await studio.picture(page, 'console-apps', 'window');
  const scene = { ...studio, server, clock, page };
  const credentials = await createApp(scene);
  await runIt(scene, credentials);
  await publishIt(scene);
  await page.context().close();
  await server.close();
}

async function createApp({ page, picture }: Scene): Promise<Credentials> {
  await page.getByRole('link', { name: 'Create an app' }).first().click();
  await settled(page, 'What are you building?');
  await page.getByLabel('Server app').check({ force: true });
  await picture(page, 'console-kind');
  await page.getByRole('button', { name: 'Continue' }).click();
  await settled(page, 'New app: Server app');
  await page.getByLabel('Name', { exact: true }).fill('Papyrus');
  await page.getByLabel('Redirect URIs 1').fill(REDIRECT_URI);
  await page.getByLabel('Read your invoices').check();
  await picture(page, 'console-new-app');
  await page.getByRole('button', { name: 'Create the app' }).click();
  await settled(page, 'Papyrus is registered');
  await picture(page, 'console-app-made', 'window');
  const copied = (what: string) =>
    page
      .locator('.copyable, .secret')
      .filter({ has: page.getByLabel(what) })
      .locator('code')
      .innerText();
  return { client_id: await copied('Copy Client ID'), client_secret: await copied('Copy Secret') };
}

/** The quickstart, then three requests that were not what they should be. */
async function runIt({ page, picture, server, clock }: Scene, client: Credentials): Promise<void> {
  await page.getByRole('link', { name: 'Open the client' }).click();
  await settled(page, 'Papyrus');
  await page.getByRole('link', { name: 'Quickstart' }).click();
  await settled(page, 'Quickstart');
  await page.getByText('Watch the trace').waitFor();
  await picture(page, 'console-quickstart', 'window');
  const requests = [
    () => server.fetch(requestUrl(client, { redirect_uri: `${REDIRECT_URI}/` })),
    () => server.fetch(requestUrl(client, { redirect_uri: REDIRECT_URI }), { redirect: 'manual' }),
    () => post(server, '/token', { ...client, client_secret: 'not this one' }, { grant_type: 'authorization_code' }),
  ];
  for (const request of requests) {
    await request();
    clock.advance(20);
  }
  await server.deps.traces.flush();
  await page.clock.setFixedTime(clock() * 1000);
  await page.getByRole('link', { name: 'Watch the trace' }).click();
  await page.getByText('The redirect_uri is none of those').waitFor();
  await page.getByText('Waiting for the next request').waitFor();
  await picture(page, 'console-trace');
  await page
    .getByRole('row', { name: /The redirect_uri is none of those/ })
    .getByRole('link')
    .click();
  await page.getByText('They part at character').waitFor();
  await picture(page, 'console-trace-request');
}

/** Test users, the submission, and what a reviewer says to it. */
async function publishIt({ page, picture, server, clock }: Scene): Promise<void> {
  const tenant = await server.tenant();
  const [app] = await server.deps.storage.apps.list(tenant.tenant_id, {}, { after: null, limit: 1 });
  if (app === undefined) throw new Error('there is no app');
  const tester = await aUserWith(server, null, 'Charles Babbage');
  await addAppTester(server.deps, tenant, app.app_id, { user: tester.email });
  await page.goto(`${server.issuer}/console/apps/${app.app_id}/people`);
  await page.getByText('Charles Babbage').waitFor();
  await picture(page, 'console-people');
  await page.getByRole('link', { name: 'Overview' }).click();
  await settled(page, 'Papyrus');
  await page.getByLabel('Short description').fill('Turns invoices into letters that people like to read');
  await page.getByLabel('Homepage').fill('https://papyrus.example');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await picture(page, 'console-app');
  await page.getByRole('button', { name: 'Submit for review' }).click();
  await page.getByText('Waiting for a reviewer').waitFor();
  const note = 'Please say in the description whose invoices you read.';
  await returnApp(server.deps, tenant, { app_id: app.app_id, revision: null }, { note });
  await page.clock.setFixedTime(clock() * 1000);
  await page.reload();
  await page.getByText(note).waitFor();
  await settled(page, 'Papyrus');
  await picture(page, 'console-app-returned', 'window');
}
