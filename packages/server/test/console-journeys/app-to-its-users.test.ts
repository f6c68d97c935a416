import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditInformation } from '../../src/management/audit.ts';
import { xenia } from '../cli/xenia.ts';
import { aUserWith, type ConsoleWindow, openConsole, sharedStage } from '../console/console-server.ts';
import { signInAndAllow } from '../interop/browser-sign-in.ts';
import { aResourceServerClient, introspect } from '../support/installed-app.ts';
import { API, type TestUser } from '../support/start-server.ts';
import { type PartnerApp, startPartnerApp } from './partner-app.ts';
import { aVisitor, decideWith, heading, see } from './windows.ts';

const NOTE = 'Please say in the description whose invoices you read.';
const REASON = 'It copies invoices to a public web page.';

// One journey: each test goes on where the one before it ended.
describe('an app on its way from its developer to its users', () => {
  const stage = sharedStage();
  let developer: TestUser;
  let admin: TestUser;
  let user: TestUser;
  let app: PartnerApp;
  let building: ConsoleWindow;
  let reviewing: ConsoleWindow;
  /** The user's own browser. */
  let visiting: Page;
  let client_id = '';

  beforeAll(async () => {
    const { server, browser } = stage;
    developer = await aUserWith(server, 'developer', 'Grace Hopper');
    admin = await aUserWith(server, 'admin', 'Olive Operator');
    user = await server.aUser({ claims: { name: 'Ada Byron' } });
    app = await startPartnerApp();
    [building, reviewing] = [
      await openConsole(browser, server, developer, { path: '/apps' }),
      await openConsole(browser, server, admin, { path: '/review' }),
    ];
    visiting = await aVisitor(browser);
  });
  afterAll(() => app?.close());

  /** Goes to the app's page in the console by its name. */
  async function openApp({ page }: ConsoleWindow, section: 'Apps' | 'Review'): Promise<void> {
    await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: section, exact: true }).click();
    await heading(page, section);
    await page.getByRole('link', { name: 'Papyrus', exact: true }).click();
    await heading(page, 'Papyrus');
  }

  test('the developer makes the app, with a client whose credentials they copy into their program', async () => {
    const { page } = building;
    await page.getByRole('link', { name: 'Create an app' }).click();
    await page.getByLabel('Server app').check({ force: true });
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Papyrus');
    await page.getByLabel('Redirect URIs 1').fill(app.redirect_uri);
    await page.getByLabel('Read your invoices').check();
    await page.getByRole('button', { name: 'Create the app' }).click();
    await heading(page, 'Papyrus is registered');
    const copied = async (what: string) =>
      page
        .locator('.copyable, .secret')
        .filter({ has: page.getByLabel(what) })
        .locator('code')
        .innerText();
    client_id = await copied('Copy Client ID');
    const client_secret = await copied('Copy Secret');
    await app.configure({ issuer: await copied('Copy Issuer'), client_id, client_secret });
  });

  test('a second client; submitting says all at once what a reviewer would miss', async () => {
    const { page } = building;
    await page.getByRole('link', { name: 'Open the app' }).click();
    await heading(page, 'Papyrus');
    await page.getByRole('link', { name: 'Add a client' }).click();
    await page.getByLabel('Native app').check({ force: true });
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Papyrus for phones');
    await page.getByLabel('Redirect URIs 1').fill('example.papyrus:/callback');
    await page.getByRole('button', { name: 'Register the client' }).click();
    await heading(page, 'Papyrus for phones is registered');
    await page.getByRole('link', { name: 'Open the app' }).click();
    await page.getByRole('link', { name: 'Papyrus for phones' }).waitFor();
    await page.getByLabel('Visibility').selectOption('public');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Submit for review' }).click();
    const missing = await page.getByRole('alert').innerText();
    for (const what of ['Say in a sentence what the app does.', 'Name the page where', 'The client Papyrus needs a '])
      expect(missing).toContain(what);
    await see(page, 'incomplete');
  });

  test('submitted, it waits in the review queue; the administrator sends it back with a note', async () => {
    const { page } = building;
    await page.getByLabel('Short description').fill('Turns invoices into letters that people like to read');
    await page.getByLabel('Homepage').fill('https://papyrus.example');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    for (const name of ['Papyrus', 'Papyrus for phones']) {
      await page.getByRole('table', { name: 'Clients' }).getByRole('link', { name, exact: true }).click();
      await heading(page, name);
      await page.getByLabel('Terms of use').fill('https://papyrus.example/terms');
      await page.getByLabel('Privacy policy').fill('https://papyrus.example/privacy');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByText('Saved', { exact: true }).waitFor();
      const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' });
      await crumbs.getByRole('link', { name: 'Papyrus', exact: true }).click();
      await page.getByRole('heading', { name: 'Clients', exact: true }).waitFor();
    }
    await page.getByRole('button', { name: 'Submit for review' }).click();
    await page.getByText('Waiting for a reviewer').waitFor();

    await reviewing.page.reload();
    await openApp(reviewing, 'Review');
    await see(reviewing.page, 'reviewed');
    await reviewing.page.getByRole('button', { name: 'Send back' }).click();
    await decideWith(reviewing.page, 'Send back', { 'The reason': NOTE });
    await reviewing.page.getByText('Sent back', { exact: true }).waitFor();
  });

  test('until it is approved, the page says so to everybody else', async () => {
    await visiting.goto(`${app.origin}/connect`);
    await visiting.getByLabel('Email').fill(user.email);
    await visiting.getByLabel('Password').fill(user.password);
    await visiting.keyboard.press('Enter');
    await heading(visiting, 'This app is not approved yet');
    await visiting.goto(`${stage.server.issuer}/directory`);
    await visiting
      .getByText('Nothing here yet')
      .or(visiting.getByRole('heading', { level: 2 }))
      .first()
      .waitFor();
    expect(await visiting.locator('main').innerText()).not.toContain('Papyrus');
  });

  test('the developer reads the note, changes it and submits again; approved, it stands in the directory', async () => {
    const { page } = building;
    await page.reload();
    await page.getByText('Sent back: it is your move').waitFor();
    expect(await page.locator('blockquote').innerText()).toBe(NOTE);
    await page.getByLabel('Details').fill('It reads only the invoices of whoever connects it.');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Submit for review' }).click();
    await page.getByText('Waiting for a reviewer').waitFor();

    await reviewing.page.reload();
    await reviewing.page.getByText('It reads only the invoices of whoever connects it.').waitFor();
    await reviewing.page.getByRole('button', { name: 'Approve', exact: true }).click();
    await decideWith(reviewing.page, 'Approve');
    await reviewing.page.getByText('Approved', { exact: true }).waitFor();

    await visiting.goto(`${stage.server.issuer}/directory`);
    await visiting.getByRole('heading', { level: 2, name: 'Papyrus' }).waitFor();
    expect(await visiting.locator('main').innerText()).toContain('Turns invoices into letters');
  });

  test('a user connects it: sign-in, consent, tokens that the API accepts', async () => {
    const fresh = await aVisitor(stage.browser);
    await visiting.context().close();
    visiting = fresh;
    await visiting.goto(`${app.origin}/connect`);
    await signInAndAllow(visiting, user);
    await heading(visiting, `Connected as ${user.sub}`);
    expect(await standing()).toMatchObject({ active: true, sub: user.sub, client_id });
  });

  /** What the server says of the app's access token to the API that it is for (RFC 7662 §2.2). */
  async function standing() {
    const api = await aResourceServerClient(stage.server, API);
    return introspect(stage.server, api, app.tokens().access_token);
  }

  test('suspended: its tokens are dead, its users and its developer read why', async () => {
    const { page } = reviewing;
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByText('One user or organization has it installed.').waitFor();
    await see(page, 'suspend');
    await decideWith(page, 'Suspend', { 'The reason': REASON });
    await page.getByText('Suspended', { exact: true }).waitFor();

    expect(await standing()).toEqual({ active: false });
    await expect(app.refresh()).rejects.toMatchObject({ status: 401 });
    await visiting.goto(`${app.origin}/connect`);
    await heading(visiting, 'This app is suspended');
    await see(visiting, 'suspended-user');
    await visiting.goto(`${stage.server.issuer}/directory`);
    expect(await visiting.locator('main').innerText()).not.toContain('Papyrus');

    await building.page.reload();
    await building.page.getByText('Suspended: nobody can use it').waitFor();
    expect(await building.page.locator('blockquote').innerText()).toBe(REASON);
  });

  test('reinstated: the token is alive again, and nobody is asked for consent a second time', async () => {
    const { page } = reviewing;
    await page.getByRole('button', { name: 'Reinstate' }).click();
    await page.getByText('Approved', { exact: true }).waitFor();
    expect(await standing()).toMatchObject({ active: true, sub: user.sub });
    await app.refresh();
    expect(await standing()).toMatchObject({ active: true, sub: user.sub });
    await visiting.goto(`${app.origin}/connect`);
    await heading(visiting, `Connected as ${user.sub}`);
    // But for the submission that was refused.
    expect([...building.heard.filter((text) => !text.includes('400')), ...reviewing.heard]).toEqual([]);
  });

  describe('and the audit log', () => {
    /** The command on the database of the server, while that runs. */
    function audit(word: string, ...words: string[]) {
      const { dataDir, masterKey } = stage.server.deps.config;
      const env = { XENIA_DATA_DIR: dataDir, XENIA_MASTER_KEY: masterKey };
      return xenia(['audit', word, ...words], { cwd: dataDir, env });
    }
    const copy = () => join(stage.server.deps.config.dataDir, 'journey.jsonl');
    const ofTenant = ['--tenant', 'demo'];

    test('has all that was done, by whom and from where, in its order', async () => {
      const { code, stdout } = await audit('export', ...ofTenant);
      expect(code).toBe(0);
      const events = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as AuditInformation);
      const [theirs, ours] = [`user:${developer.sub}`, `user:${admin.sub}`];
      const done = events.filter(({ actor }) => actor === theirs || actor === ours);
      expect(done.map(({ actor, action }) => [actor, action])).toEqual([
        [theirs, 'app.created'],
        [theirs, 'client.created'],
        [theirs, 'client.created'],
        [theirs, 'app.changed'],
        [theirs, 'app.changed'],
        [theirs, 'client.changed'],
        [theirs, 'client.changed'],
        [theirs, 'app.submitted'],
        [ours, 'app.returned'],
        [theirs, 'app.changed'],
        [theirs, 'app.submitted'],
        [ours, 'app.approved'],
        [ours, 'app.suspended'],
        [ours, 'app.reinstated'],
      ]);
      for (const { address, request_id } of done) {
        expect(address).toMatch(/^(::1|127\.0\.0\.1)$/);
        expect(request_id).toMatch(/^XR-/);
      }
      expect(JSON.stringify(done)).toContain(NOTE);
    });

    test('is whole: in the database, in its export, and against the head that was kept', async () => {
      const whole = await audit('verify', ...ofTenant);
      expect([whole.code, whole.stdout]).toEqual([0, expect.stringContaining('Nothing was changed, removed or added')]);
      const head = /^Head: (\d+:[0-9a-f]{64})$/m.exec(whole.stdout)?.[1] ?? '';
      expect((await audit('export', ...ofTenant, '--output', copy())).code).toBe(0);
      expect(await audit('verify', ...ofTenant, '--expect', head)).toMatchObject({ code: 0, stdout: whole.stdout });
      expect(await audit('verify', '--file', copy(), '--expect', head)).toMatchObject({ code: 0 });
    });

    test('says the same to the administrator in the console', async () => {
      const { page } = reviewing;
      await page.getByRole('link', { name: 'Audit log' }).click();
      await heading(page, 'Audit log');
      await page.getByText('app.reinstated', { exact: true }).waitFor();
      await page.getByRole('link', { name: 'Verify or download' }).click();
      await page.getByRole('button', { name: 'Verify the log' }).click();
      await page.getByText('The log is whole').waitFor();
    });
  });
});
