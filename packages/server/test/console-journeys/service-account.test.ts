import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/management/apps.ts';
import { approveApp, submitApp } from '../../src/management/apps-review.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { aUserWith, type ConsoleWindow, openConsole, sharedStage } from '../console/console-server.ts';
import { requestUrl } from '../support/authorization.ts';
import { aResourceServerClient, introspect, serviceToken } from '../support/installed-app.ts';
import { API, type TestUser } from '../support/start-server.ts';
import { aVisitor, decideWith, heading, openErrorPage, see } from './windows.ts';

const stage = sharedStage();
let developer: TestUser;
let building: ConsoleWindow;
beforeAll(async () => {
  developer = await aUserWith(stage.server, 'developer', 'Grace Hopper');
  building = await openConsole(stage.browser, stage.server, developer, { path: '/apps' });
});

// One journey: each test goes on where the one before it ended.
describe('a service account, from the wish for one to its end', () => {
  const REASON = 'Exports the books every night, when nobody is there to be asked.';
  let admin: TestUser;
  let user: TestUser;
  let service: IssuedClient;
  let access_token = '';
  beforeAll(async () => {
    const { server } = stage;
    admin = await aUserWith(server, 'admin', 'Olive Operator');
    user = await server.aUser({ claims: { name: 'Ada Byron' } });
    const tenant = await server.tenant();
    const { app_id } = await createApp(server.deps, tenant, {
      name: 'Bookkeeper',
      short_description: 'Keeps the books while you sleep',
      homepage_uri: 'https://bookkeeper.example',
      owner: developer.sub,
    });
    service = await server.aClient({
      client_name: 'Nightly export',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'invoices.read',
      app_id,
    });
    await submitApp(server.deps, tenant, { app_id, revision: null });
    await approveApp(server.deps, tenant, { app_id, revision: null }, {});
  });
  const isActive = async () => {
    const api = await aResourceServerClient(stage.server, API);
    return (await introspect(stage.server, api, access_token)).active;
  };

  test('its developer asks for it on the page of the client', async () => {
    const { page } = building;
    await page.goto(`${stage.server.issuer}/console/clients/${service.client_id}`);
    await page.getByLabel('What it is for').fill(REASON);
    await page.getByRole('button', { name: 'Request a service account' }).click();
    await page.getByText('Requested: an administrator decides').waitFor();
    expect(decodeJwt((await serviceToken(stage.server, service)).body.access_token).sub).toBe(service.client_id);
  });

  test('an administrator reads why, and binds a user', async () => {
    const { page } = await openConsole(stage.browser, stage.server, admin, { path: '/review' });
    await page.getByText(REASON).waitFor();
    await page.getByRole('button', { name: `Approve ${service.client_id}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Let Nightly export act for a user?' });
    await dialog.getByText(service.client_id, { exact: true }).waitFor();
    // The app is approved: nothing will be refused.
    expect(await dialog.getByText('tokens may be refused').count()).toBe(0);
    await see(page, 'service-account');
    await decideWith(page, 'Approve', { 'The user': user.email });
    await page.getByText('No request', { exact: true }).waitFor();
    await page.context().close();
  });

  test('its tokens are those of the user, and the developer sees whose', async () => {
    const { status, body } = await serviceToken(stage.server, service);
    expect({ status, ...body }).toMatchObject({ status: 200 });
    access_token = body.access_token;
    expect(decodeJwt(access_token)).toMatchObject({ sub: user.sub, client_id: service.client_id });
    expect(await isActive()).toBe(true);
    await building.page.reload();
    await building.page.getByText('It has a service account').waitFor();
    expect(await building.page.locator('main').innerText()).toContain(user.sub);
  });

  test('the user finds it among their apps, with who has set it up and who can end it', async () => {
    const page = await aVisitor(stage.browser);
    await page.goto(`${stage.server.issuer}/apps`);
    await page.getByLabel('Email').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await page.keyboard.press('Enter');
    await page
      .getByRole('link', { name: /Bookkeeper/ })
      .first()
      .click();
    await page.getByText('Set up by an administrator of Demo').waitFor();
    await page.getByText('Only an administrator of Demo can').waitFor();
    await see(page, 'service-account-user');
    await page.context().close();
  });

  test('an administrator ends it on the page of the user: no token works, none is given', async () => {
    const { page } = await openConsole(stage.browser, stage.server, admin, { path: `/users/${user.sub}` });
    await page
      .getByRole('table', { name: 'Installed apps' })
      .getByRole('button', { name: /^Revoke/ })
      .click();
    await page.getByText('End this service account?').waitFor();
    await page.getByText('The user cannot allow it again.').waitFor();
    await see(page, 'service-account-revoke');
    await decideWith(page, 'Revoke');
    await page.getByText('Nothing installed').waitFor();
    expect(await isActive()).toBe(false);
    expect(await serviceToken(stage.server, service)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    await page.context().close();
  });

  test('its developer reads that it was revoked, whose it was, and asks anew', async () => {
    const { page } = building;
    await page.reload();
    await page.getByText('Its service account has ended').waitFor();
    const main = page.locator('main');
    await main.getByText('It was revoked, by an administrator or by the client itself').waitFor();
    await main.getByText('It acted for the user').waitFor();
    expect(await main.innerText()).toContain(user.sub);
    expect(await main.getByText('It has a service account').count()).toBe(0);
    await see(page, 'service-account-ended');
    await page.getByLabel('What it is for').fill('For another user.');
    await page.getByRole('button', { name: 'Request a service account' }).click();
    await page.getByText('Requested: an administrator decides').waitFor();
  });
});

describe('an error page that tells whose move it is', () => {
  let client: IssuedClient;
  let wrong = '';
  beforeAll(async () => {
    const { server } = stage;
    const app = await createApp(server.deps, await server.tenant(), { name: 'Slash', owner: developer.sub });
    client = await server.aClient({ client_name: 'Slash for the web', app_id: app.app_id });
    wrong = `${server.issuer}${requestUrl(client, { redirect_uri: `${client.redirect_uris[0]}/` })}`;
  });

  test('leads the developer of the app to its trace, which shows where the two addresses part', async () => {
    const { page } = building;
    const reference = await openErrorPage(page, wrong);
    await see(page, 'error-developer');
    await page.getByRole('link', { name: 'You develop this app: see why' }).click();
    await heading(page, 'Authorization request');
    await page.getByText(/They part at character/).waitFor();
    expect(page.url()).toBe(`${stage.server.issuer}/console/traces/${reference}`);
    expect(await page.locator('main').innerText()).toContain(reference);
    await see(page, 'error-trace');
  });

  test('leads no stranger there, a developer of something else included; nor would the address help them', async () => {
    const stranger = await aUserWith(stage.server, 'developer', 'Mallory');
    const { page } = await openConsole(stage.browser, stage.server, stranger, { path: '/apps' });
    const reference = await openErrorPage(page, wrong);
    expect(await page.locator('a[href*="/console"]').count()).toBe(0);
    await stage.server.deps.traces.flush();
    await page.goto(`${stage.server.issuer}/console/traces/${reference}`);
    await page.getByText('There is nothing here, or it is not yours.').waitFor();
    const nobody = await aVisitor(stage.browser);
    await openErrorPage(nobody, wrong);
    expect(await nobody.locator('a[href*="/console"]').count()).toBe(0);
    await Promise.all([page.context().close(), nobody.context().close()]);
  });
});
