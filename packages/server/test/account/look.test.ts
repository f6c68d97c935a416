import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectFits, launchBrowser, openWindow } from '../support/browser.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import { fakeClock, listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { anotherBrowser, EDGE, FIREFOX, IPHONE } from './account.ts';

const CLAIMS = {
  name: 'Ada Byron',
  given_name: 'Ada',
  family_name: 'Byron',
  preferred_username: 'ada',
  website: 'https://ada.example/',
  birthdate: '1815-12-10',
  zoneinfo: 'Europe/London',
  locale: 'en',
  phone_number: '+442079460018',
  address: { street_address: '12 St James’s Square', locality: 'London', postal_code: 'SW1Y 4JH', country: 'England' },
};

describe('the pages of the account in a real browser', () => {
  let browser: Browser;
  let server: TestServer;
  const clock = fakeClock();
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), listeningServer({ deps: { clock } })]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  /** Somebody with devices and apps of some age. */
  async function ada(): Promise<TestUser> {
    const user = await server.aUser({ claims: CLAIMS });
    const other = await anotherBrowser(server, user, IPHONE);
    await other.visit('/account');
    const scope = 'openid profile address offline_access invoices.read';
    const metadata = { client_name: 'Papyrus', scope };
    await anInstalledApp(server, { user, metadata, parameters: { scope } });
    clock.advance(30 * 3_600);
    await anotherBrowser(server, user, EDGE);
    const few = { client_name: 'Pocket Ledger', scope: 'openid profile phone' };
    await anInstalledApp(server, { user, metadata: few, parameters: { scope: few.scope } });
    clock.advance(7_200);
    return user;
  }

  /** A window in which the user has signed in, and everything that its pages complained about. */
  async function signedIn(user: TestUser, options: BrowserContextOptions = {}) {
    const { page, heard } = await openWindow(browser, { userAgent: FIREFOX, ...options });
    await page.goto(`${server.issuer}/account`);
    await page.getByLabel('Email').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account');
    return { page, heard };
  }

  const verified = (page: Page, name: string) => expectFits(page, `account-${name}`);

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).press('Enter');

  /** Chromium notes that a form with problems was answered 422. */
  const complaints = (heard: readonly string[]) => heard.filter((text) => !text.includes('422'));

  describe.each(['light', 'dark'] as const)('%s: accessible, within their policy', (colorScheme) => {
    test('the overview and the devices', async () => {
      const { page, heard } = await signedIn(await ada(), { colorScheme });
      await verified(page, `overview-${colorScheme}`);
      await page.goto(`${server.issuer}/account/devices`);
      await verified(page, `devices-${colorScheme}`);
      await press(page, 'Sign out everywhere else');
      await page.getByRole('status').waitFor();
      await verified(page, `devices-done-${colorScheme}`);
      expect(heard).toEqual([]);
      await page.context().close();
    });

    test('the profile, what is wrong with it, and that it was saved', async () => {
      const { page, heard } = await signedIn(await ada(), { colorScheme });
      await page.goto(`${server.issuer}/account/profile`);
      await verified(page, `profile-${colorScheme}`);
      await page.getByLabel('Phone number').fill('020 7946 0018');
      await page.getByLabel('Date of birth').fill('10.12.1815');
      await page.getByLabel('Address of a picture of you').fill('http://ada.example/me.png');
      await press(page, 'Save');
      await page.getByRole('alert').waitFor();
      await verified(page, `profile-wrong-${colorScheme}`);
      expect(await page.getByLabel('Phone number').inputValue()).toBe('020 7946 0018');
      await page.getByLabel('Phone number').fill('+44 20 7946 0019');
      await page.getByLabel('Date of birth').fill('1815');
      await page.getByLabel('Address of a picture of you').fill('https://ada.example/me.png');
      await press(page, 'Save');
      await page.getByText('Saved.').waitFor();
      await verified(page, `profile-saved-${colorScheme}`);
      expect(complaints(heard)).toEqual([]);
      await page.context().close();
    });

    test('the data, and the end of the account', async () => {
      const user = await ada();
      const { page, heard } = await signedIn(user, { colorScheme });
      await page.goto(`${server.issuer}/account/data`);
      await verified(page, `data-${colorScheme}`);
      await page.getByRole('link', { name: 'Delete your account' }).press('Enter');
      await verified(page, `deletion-${colorScheme}`);
      await page.getByLabel('Your password').fill('not the password');
      await press(page, 'Delete my account');
      await page.getByRole('alert').waitFor();
      await verified(page, `deletion-wrong-${colorScheme}`);
      await page.getByLabel('Your password').fill(user.password);
      await press(page, 'Delete my account');
      await page.getByRole('heading', { name: 'Your account is deleted' }).waitFor();
      await verified(page, `deleted-${colorScheme}`);
      expect(complaints(heard)).toEqual([]);
      await page.context().close();
    });
  });

  test('without JavaScript, by keyboard alone: the profile, a device and the way out', async () => {
    const user = await ada();
    const { page, heard } = await signedIn(user, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    await page.getByRole('link', { name: 'Profile' }).press('Enter');
    await page.getByLabel('Nickname').press('Tab');
    await page.getByLabel('Nickname').fill('Countess');
    await page.keyboard.press('Enter');
    await page.getByText('Saved.').waitFor();
    expect(await page.getByLabel('Nickname').inputValue()).toBe('Countess');

    await page.getByRole('link', { name: 'Your account' }).press('Enter');
    await page.getByRole('link', { name: 'Devices' }).press('Enter');
    const devices = page.getByRole('button', { name: /^Sign out (?!everywhere)/ });
    const before = await devices.count();
    await page
      .getByRole('button', { name: /^Sign out Safari on iPhone/ })
      .first()
      .press('Enter');
    await page.getByText('That device is signed out.').waitFor();
    expect(await devices.count()).toBe(before - 1);

    await page.getByRole('link', { name: 'Your account' }).press('Enter');
    await page.getByRole('link', { name: 'Your data' }).press('Enter');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).press('Enter'),
    ]);
    expect(file.suggestedFilename()).toMatch(/^demo-account-.*\.json$/);
    await page.getByRole('link', { name: 'Delete your account' }).press('Enter');
    await page.getByRole('link', { name: 'Keep it' }).press('Enter');
    await page.getByRole('heading', { name: 'Your data', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Delete your account' }).press('Enter');
    await page.getByLabel('Your password').fill(user.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your account is deleted' }).waitFor();
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('every control is reached in the order of the page, and what is reached is seen', async () => {
    const { page } = await signedIn(await ada());
    for (const path of ['', '/profile', '/devices', '/data', '/data/delete']) {
      await page.goto(`${server.issuer}/account${path}`);
      const all = await page
        .locator('a:visible, button:visible, input:visible, select:visible, textarea:visible')
        .count();
      const reached: string[] = [];
      for (let stops = 0; stops < all; stops += 1) {
        await page.keyboard.press('Tab');
        reached.push(
          await page.evaluate(`(() => {
            const element = document.activeElement;
            const { top, left } = element.getBoundingClientRect();
            const after = getComputedStyle(element, '::after');
            const ring = [getComputedStyle(element).outlineStyle, after.outlineStyle].some((style) => style !== 'none');
            return [element.tagName, ring ? 'ring' : 'no ring', Math.round(top + scrollY), Math.round(left)].join(' ');
          })()`),
        );
      }
      expect(new Set(reached).size).toBe(all);
      expect(reached.filter((one) => one.startsWith('BODY') || one.includes('no ring'))).toEqual([]);
    }
    await page.context().close();
  });
});
