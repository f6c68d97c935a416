import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { pages } from './views.ts';

let browser: Browser;
let server: PageServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startPageServer(pages)]);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

async function open(path: string, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(`${server.origin}${path}`);
  return page;
}

/** The fields that arrive once the page at `path` has been answered by `submit`. */
async function posted(path: string, javaScriptEnabled: boolean, submit: (page: Page) => Promise<void>) {
  const before = server.posts.length;
  const page = await open(path, javaScriptEnabled);
  await submit(page);
  await page.waitForURL('**/posted');
  await page.context().close();
  expect(server.posts).toHaveLength(before + 1);
  return [...(server.posts.at(-1)?.fields ?? [])];
}

describe('without JavaScript', () => {
  test('a user signs in with the Enter key', async () => {
    const fields = await posted('/login', false, async (page) => {
      await page.locator('#email:focus').waitFor();
      await page.keyboard.type('ada@northbank.example');
      await page.keyboard.press('Tab');
      await page.keyboard.type('open sesame');
      await page.keyboard.press('Enter');
    });
    expect(fields).toEqual([
      ['csrf', 'a-csrf-value'],
      ['email', 'ada@northbank.example'],
      ['password', 'open sesame'],
      ['action', 'sign_in'],
    ]);
  });

  test('a user goes back to the app with empty fields', async () => {
    const fields = await posted('/login', false, (page) =>
      page.getByRole('button', { name: 'Cancel and go back to Sunrise Books' }).click(),
    );
    expect(fields).toContainEqual(['action', 'cancel']);
  });

  test('a user unticks what may be unticked and allows the rest', async () => {
    const fields = await posted('/consent', false, async (page) => {
      await page.getByRole('checkbox', { name: 'Make payments' }).uncheck();
      await page.getByRole('button', { name: 'Allow', exact: true }).click();
    });
    expect(fields).toEqual([
      ['csrf', 'a-csrf-value'],
      ['scope', 'profile'],
      ['scope', 'email'],
      ['scope', 'transactions:read'],
      ['scope', 'statements:read'],
      ['decision', 'allow'],
    ]);
  });

  test('the Enter key among the scopes gives the safe answer', async () => {
    const fields = await posted('/consent', false, (page) =>
      page.getByRole('checkbox', { name: 'Make payments' }).press('Enter'),
    );
    expect(fields).toContainEqual(['decision', 'deny']);
  });

  test('a user asks for another account, and no scope goes with it', async () => {
    const fields = await posted('/consent', false, (page) => page.getByRole('button', { name: 'Change' }).click());
    expect(fields).toEqual([
      ['csrf', 'a-csrf-value'],
      ['decision', 'switch'],
    ]);
  });

  test('Form Post Response Mode: the button posts where no script runs', async () => {
    expect(await posted('/form-post', false, (page) => page.getByRole('button', { name: 'Continue' }).click())).toEqual(
      [
        ['code', 'abc'],
        ['state', '"><b>&'],
      ],
    );
  });
});

test('WCAG 2.2 §2.4.3 Focus Order: consent is reached in the order in which it is read', async () => {
  const page = await open('/consent');
  const order: string[] = [];
  for (let stop = 0; stop < 10; stop += 1) {
    await page.keyboard.press('Tab');
    order.push(String(await page.evaluate('document.activeElement.value || document.activeElement.textContent')));
  }
  await page.context().close();
  const scopes = ['email', 'payments:write', 'statements:read'];
  const terms = ['Terms of service', 'Privacy policy', 'Website'];
  expect(order).toEqual(['switch', ...scopes, 'your apps', ...terms, 'deny', 'allow']);
});

test('WCAG 2.2 §3.3.1 Error Identification: the error is an alert, leads to its fields and describes them', async () => {
  const page = await open('/login-full');
  const alert = page.getByRole('alert');
  await alert.getByRole('link', { name: 'Check the password' }).click();
  expect(await page.evaluate('document.activeElement.id')).toBe('password');
  expect(await page.getByLabel('Password').getAttribute('aria-invalid')).toBe('true');
  const described = await page.getByLabel('Password').getAttribute('aria-describedby');
  expect(await page.locator(`#${described}`).textContent()).toContain('The email or the password is not right.');
  await page.context().close();
});

test('Form Post Response Mode §2: the form posts by itself, under a policy that allows this one script', async () => {
  expect(await posted('/form-post', true, async () => undefined)).toContainEqual(['code', 'abc']);
});

test('catalogue 23: our own forms carry our origin, so that a foreign one can be told apart', async () => {
  await posted('/login', true, (page) => page.getByRole('button', { name: 'Cancel' }).click());
  expect(server.posts.at(-1)?.origin).toBe(server.origin);
});

test('a logo that does not load leaves the first letter of the name, as if there were none', async () => {
  const [broken, none] = await Promise.all(
    ['/login-broken-logo', '/login-no-logo'].map(async (path) => {
      const page = await open(path);
      const box = await page.locator('.mark.large').boundingBox();
      const clip = { x: box!.x + 8, y: box!.y + 8, width: box!.width - 16, height: box!.height - 16 };
      const picture = await page.screenshot({ clip });
      await page.context().close();
      return picture;
    }),
  );
  expect(broken!.equals(none!)).toBe(true);
});

describe('CSP §6.4.1 form-action and the redirect that follows a post', () => {
  const go = async (host: string, allowed: 'yes' | 'no'): Promise<string> => {
    const { port } = new URL(server.origin);
    const to = `http://${host}:${port}/arrived`;
    const page = await open(`/redirect-form?allowed=${allowed}&to=${encodeURIComponent(to)}`);
    const arrival = page.waitForURL('**/arrived').then(
      () => 'arrived',
      (error: Error) => (error.message.includes('ERR_ABORTED') ? 'refused by policy' : 'nobody listens'),
    );
    await page.getByRole('button').click();
    const outcome = await arrival;
    await page.context().close();
    return outcome;
  };

  test('an app on another origin is reached from a page that lets its forms lead anywhere', async () => {
    expect(await go('localhost', 'yes')).toBe('arrived');
  });

  test('and only then', async () => {
    expect(await go('localhost', 'no')).toBe('refused by policy');
  });

  test('RFC 8252 §7.3: an app that listens on [::1] may be sent its answer as well', async () => {
    expect(await go('[::1]', 'no')).toBe('refused by policy');
    // Nobody listens there in this test: what counts is that the browser tries.
    expect(await go('[::1]', 'yes')).toBe('nobody listens');
  });
});
