import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, launchBrowser, screenshots } from '../../packages/server/test/support/browser.ts';
import { dataFolder, freePorts, type RunningDemo, startDemo } from './running-demo.ts';
import { aVisitor, newest, picture, press, titles, typePassword, unfold } from './visitor.ts';

const data = dataFolder();
let browser: Browser;
let demo: RunningDemo;

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [browser, demo] = await Promise.all([launchBrowser(), startDemo(data.path, await freePorts())]);
});

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
  data.remove();
});

const INSTALLED = [
  'Halcyon sends you to Xeno',
  'You sign in and decide',
  'Xeno sends you back with a code',
  'Halcyon trades the code for its token',
  'Halcyon asks what its token is',
];

/** Presses Install and signs in, where Xeno asks for it; then there is its question, unless it remembers the answer. */
async function askForInstallation(page: Page): Promise<void> {
  await page.goto(demo.xenoApp);
  await page.getByRole('link', { name: /^Install/ }).click();
  if (await page.getByLabel('Password').isVisible()) await typePassword(page);
}

async function install(page: Page): Promise<void> {
  await askForInstallation(page);
  const question = page.getByRole('button', { name: 'Allow', exact: true });
  await question.or(page.getByRole('heading', { name: 'Halcyon is installed.' })).waitFor();
  if (await question.isVisible()) await question.click();
  await isInstalled(page);
}

const isInstalled = (page: Page) => page.getByRole('heading', { name: 'Halcyon is installed.' }).waitFor();
const statuses = (page: Page) => newest(page).locator('.wire .status').allTextContents();

/** Uninstalls Halcyon where its user sees all of their apps. */
async function uninstallAtIssuer(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'See it in your list of apps' }).click();
  expect(page.url()).toBe(`${demo.server}/xeno/apps`);
  await page
    .getByRole('link', { name: /Halcyon/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Uninstall' }).click();
  await press(page, 'Uninstall');
  await page
    .getByText(/Halcyon .*uninstalled/)
    .first()
    .waitFor();
}

describe.each([true, false])('the life of an installation, JavaScript %s', { timeout: 90_000 }, (javaScriptEnabled) => {
  test('start page, install, use, refusals, uninstalled at the issuer, told by webhook', async () => {
    const { page, complaints } = await aVisitor(browser, { javaScriptEnabled });
    const look = async (name: string) =>
      javaScriptEnabled ? picture(page, `xeno-${name}`, expectAccessible) : undefined;
    await page.goto(demo.server);
    await page.getByRole('link', { name: 'Xeno: Try the sample app' }).click();
    expect(page.url()).toBe(`${demo.xenoApp}/`);
    await look('welcome');

    await askForInstallation(page);
    await page.getByRole('heading', { name: /Allow Halcyon/ }).waitFor();
    await look('consent');
    await press(page, 'Allow');
    await isInstalled(page);
    expect(await titles(page)).toEqual(INSTALLED);
    expect(await page.getByText('Never.').count()).toBe(1);
    await look('installed');

    await press(page, 'Set up the help desk');
    await page.getByText('Phaeacian Sails').first().waitFor();
    expect(await statuses(page)).toEqual(['answered 200', 'answered 200', 'answered 200']);
    await page.getByLabel('Answer Odysseus').fill('A raft is on its way.');
    await press(page, 'Send to Odysseus');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'A raft is on its way.' })
      .getByText('Halcyon, for you')
      .first()
      .waitFor();
    expect(await statuses(page)).toEqual(['answered 201', 'answered 200']);
    await look('desk');

    await press(page, 'Read my contacts');
    await page.getByText('the API refused with 403, insufficient_scope').waitFor();
    await press(page, 'Use a damaged token');
    await page.getByText('the API refused with 401, invalid_token').waitFor();
    await isInstalled(page);
    await page.getByRole('link', { name: 'Open a forged link' }).click();
    await page.getByText('Halcyon turned away an answer that it never asked for.').waitFor();
    await unfold(page);
    await look('everything');

    await uninstallAtIssuer(page);
    await expect.poll(() => told(page), { timeout: 15_000 }).toContain('Uninstalled by its user at');
    expect(await titles(page)).toEqual(['Xeno tells Halcyon that it was uninstalled']);
    expect(await page.getByRole('button', { name: 'Set up the help desk' }).count()).toBe(0);
    await unfold(page);
    await look('uninstalled');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

async function told(page: Page): Promise<string> {
  await page.goto(demo.xenoApp);
  return (await page.locator('.hero').textContent()) ?? '';
}

test('uninstalled from the app, it gives its token back, and can be installed again', async () => {
  const { page } = await aVisitor(browser);
  await install(page);
  await press(page, 'Uninstall from here');
  await page.getByText('Uninstalled from here at').waitFor();
  expect(await titles(page)).toEqual(['Halcyon gives its token back']);
  expect(await statuses(page)).toEqual(['answered 200']);
  // What was allowed stays remembered until the user uninstalls it at Xeno.
  await page.getByRole('link', { name: 'Install it again' }).click();
  await isInstalled(page);
  await page.context().close();
});

test('what the user unticks, the app does not get, and does not ask for', async () => {
  const { page } = await aVisitor(browser);
  await install(page);
  await uninstallAtIssuer(page);
  await expect.poll(() => told(page), { timeout: 15_000 }).toContain('Uninstalled by its user at');
  await askForInstallation(page);
  await page.getByLabel('Your FAQs').uncheck();
  await press(page, 'Allow');
  await isInstalled(page);
  await page.getByText('Your FAQs (not allowed)').waitFor();
  await press(page, 'Set up the help desk');
  await page.getByText('Phaeacian Sails').first().waitFor();
  expect(await titles(page)).toEqual(['Halcyon reads your widgets', 'Halcyon reads your conversations']);
  await page.context().close();
});

test('a visitor who says no is told that nothing was installed', async () => {
  const { page } = await aVisitor(browser);
  await page.goto(demo.xenoApp);
  await page.getByRole('link', { name: 'Install on your account' }).click();
  await page
    .getByRole('button', { name: /Cancel/ })
    .or(page.getByRole('link', { name: /Cancel/ }))
    .click();
  await page.getByText('You did not allow it, so nothing was installed.').waitFor();
  expect(await titles(page)).toContain('Xeno sends you back without a code');
  await page.context().close();
});

test('the page shows no secret whole', async () => {
  const { page } = await aVisitor(browser);
  await install(page);
  await press(page, 'Set up the help desk');
  const content = await page.content();
  expect(content).toMatch(/[0-9a-f]{8}•••[0-9a-f]{4}/);
  expect(content).not.toMatch(/[0-9a-f]{64}|x[cr]t_[\w-]{20}|xac_[\w-]{20}|xcs_[\w-]{20}/);
  await page.context().close();
});

test('after a restart on other ports all of it follows: app, API and what the API is at the issuer', async () => {
  const { page } = await aVisitor(browser);
  await install(page);
  expect(await demo.stop()).toBe(0);
  demo = await startDemo(data.path, await freePorts());
  await page.goto(demo.xenoApp);
  await page.getByText('Halcyon has been restarted and forgot your visit.').waitFor();
  await install(page);
  await press(page, 'Set up the help desk');
  await page.getByText('Phaeacian Sails').first().waitFor();
  await uninstallAtIssuer(page);
  await expect.poll(() => told(page), { timeout: 15_000 }).toContain('Uninstalled by its user at');
  await page.context().close();
});

describe('the API', () => {
  test('RFC 6750 §3: without a token it says what it needs', async () => {
    for (const name of ['widgets', 'faqs', 'contacts', 'conversations']) {
      const refused = await fetch(`${demo.xenoApi}/v1/${name}`);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toContain(`scope="${name}"`);
    }
  });

  test('a token that means nothing to the issuer is refused', async () => {
    const refused = await fetch(`${demo.xenoApi}/v1/widgets`, {
      headers: { authorization: `Bearer ${'a'.repeat(64)}` },
    });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ error: 'invalid_token' });
  });

  test('its page says what there is', async () => {
    const index = (await (await fetch(demo.xenoApi)).json()) as { routes: Record<string, string> };
    expect(Object.keys(index.routes)).toEqual([
      'GET /v1/widgets',
      'GET /v1/faqs',
      'GET /v1/contacts',
      'GET /v1/conversations',
      'POST /v1/conversations',
    ]);
  });
});
