import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, launchBrowser, screenshots } from '../../packages/server/test/support/browser.ts';
import { dataFolder, freePorts, type RunningDemo, startDemo } from './running-demo.ts';
import { allowIfAsked, aVisitor, newest, picture, press, titles, typePassword, unfold } from './visitor.ts';

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

const visitor = (options?: BrowserContextOptions) => aVisitor(browser, options);

async function startSignIn(page: Page): Promise<void> {
  await page.goto(demo.xenaApp);
  await page.getByRole('link', { name: 'Sign in with Xena' }).click();
  await typePassword(page);
}

async function signIn(page: Page): Promise<void> {
  await startSignIn(page);
  await allowIfAsked(page, page.getByRole('heading', { name: 'Good day, Nausicaa.' }));
}

describe.each([true, false])('Xena’s server-rendered app, JavaScript %s', (javaScriptEnabled) => {
  test('sign-in by the hybrid flow, consent, the books, renewal, refusals, sign-out', async () => {
    const { page, complaints } = await visitor({ javaScriptEnabled });
    const look = async (name: string) =>
      javaScriptEnabled ? picture(page, `kontor-${name}`, expectAccessible) : undefined;
    await page.goto(demo.server);
    await page.getByRole('link', { name: 'Xena: Try the server app' }).click();
    expect(page.url()).toBe(`${demo.xenaApp}/`);
    await look('welcome');

    await startSignIn(page);
    if (javaScriptEnabled) {
      await page.getByRole('heading', { name: 'Allow Kontor to use your Xena account?' }).waitFor();
      await picture(page, 'kontor-consent');
      await press(page, 'Allow');
    }
    // The issuer's page posts the answer by itself; without JavaScript it has a button.
    if (!javaScriptEnabled) await press(page, 'Continue');
    await page.getByRole('heading', { name: 'Good day, Nausicaa.' }).waitFor();
    expect(await titles(page)).toEqual([
      'Kontor looks up where everything is',
      'Kontor sends you to Xena',
      'You sign in and decide',
      'Xena sends you back with a code and an ID token',
      'Kontor fetches Xena’s public keys',
      'Kontor trades the code for tokens',
      'Kontor asks who you are',
    ]);
    await look('signed-in');

    await press(page, 'Open the books');
    await page.getByRole('heading', { name: 'Phaeacian Ferries' }).waitFor();
    expect(await page.getByText('Xena answered for').textContent()).toContain('Nausicaa Phaeacia and Kontor');
    expect(await newest(page).locator('.wire .status').allTextContents()).toEqual(['answered 200', 'answered 200']);
    await look('books');

    const before = await page.locator('.token').last().locator('code').textContent();
    await press(page, 'Renew now');
    await page.getByText('Kontor has fresh tokens.').waitFor();
    expect(await page.locator('.token').last().locator('code').textContent()).not.toBe(before);

    await press(page, 'Use a damaged token');
    await page.getByText('the API refused with 401, invalid_token').waitFor();
    await press(page, 'Post a forged answer');
    await page.getByText('Kontor turned away an answer that it never asked for.').waitFor();
    await unfold(page);
    await look('everything');

    await press(page, 'Sign out');
    await page.getByText('You are signed out, here and at Xena.').waitFor();
    expect(await titles(page)).toEqual([
      'Kontor gives its refresh token back',
      'Kontor sends you to Xena to sign out there too',
      'Xena sends you back, signed out',
    ]);
    await look('signed-out');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

test('a visitor who says no is told that nothing was shared', async () => {
  const { page } = await visitor();
  await page.goto(demo.xenaApp);
  await page.getByRole('link', { name: 'Sign in with Xena' }).click();
  await page
    .getByRole('button', { name: /Cancel/ })
    .or(page.getByRole('link', { name: /Cancel/ }))
    .click();
  await page.getByText('You did not allow it, so nothing was shared.').waitFor();
  expect(await titles(page)).toContain('Xena sends you back without a code');
  await page.context().close();
});

test('the page shows no secret whole', async () => {
  const { page } = await visitor();
  await signIn(page);
  await press(page, 'Open the books');
  await page.getByRole('heading', { name: 'Phaeacian Ferries' }).waitFor();
  expect(await page.content()).not.toMatch(/x[acr]t_[\w-]{20}|xac_[\w-]{20}|xcs_[\w-]{20}|eyJ[\w-]{20}/);
  await page.context().close();
});

test('who signs out at the issuer is signed out of the app too, by the page that says so', async () => {
  const { page, complaints } = await visitor();
  await signIn(page);
  await page.goto(`${demo.server}/xena/connect/endsession`);
  await press(page, 'Sign out');
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await page.goto(demo.xenaApp);
  await page.getByText('You signed out elsewhere.').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('who signs out at the issuer while the app cannot be framed is signed out of it by the issuer itself', async () => {
  const { page } = await visitor();
  await signIn(page);
  await page.context().route(`${demo.xenaApp}/signout-oidc*`, (route) => route.abort());
  await page.goto(`${demo.server}/xena/connect/endsession`);
  await press(page, 'Sign out');
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await expect
    .poll(async () => {
      await page.goto(demo.xenaApp);
      return page.locator('.chapter h3').first().textContent();
    })
    .toBe('Signed out elsewhere');
  expect(await titles(page)).toEqual(['Xena tells Kontor that you signed out']);
  await page.context().close();
});

test('a forged logout token signs nobody out', async () => {
  const { page } = await visitor();
  await signIn(page);
  const logout_token = `${btoa('{"alg":"none"}')}.${btoa(`{"iss":"${demo.server}/xena"}`)}.AAAA`;
  const response = await fetch(`${demo.xenaApp}/backchannel-logout`, {
    method: 'POST',
    body: new URLSearchParams({ logout_token }),
  });
  expect(response.status).toBe(400);
  expect(response.headers.get('cache-control')).toBe('no-store');
  await page.reload();
  await page.getByRole('heading', { name: 'Good day, Nausicaa.' }).waitFor();
  await page.context().close();
});
