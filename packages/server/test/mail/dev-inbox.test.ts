import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeMail } from '../../src/mail/compose.ts';
import { createMailer } from '../../src/mail/mailer.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { expectAccessible, launchBrowser, screenshots } from '../support/browser.ts';
import { listeningServer, startServer, type TestServer } from '../support/start-server.ts';
import { contents } from './contents.ts';
import { startPostOffice } from './post-office.ts';

const INBOX = '/dev/mail';

/** One mail of each template, a minute apart. */
async function fill(server: TestServer): Promise<void> {
  const tenant = await server.tenant();
  const now = server.deps.clock();
  for (const [index, content] of contents.entries()) {
    const clock = () => now - (contents.length - index) * 60;
    const mail = { to: 'ada.lovelace@example.com', locale: 'en', ...content };
    await server.deps.storage.mails.enqueue(composeMail({ ...server.deps, clock }, tenant, mail));
  }
}

/** `path` on the installation's root. */
const get = (server: TestServer, path: string, init?: RequestInit) =>
  server.fetch(`${new URL(server.issuer).origin}${path}`, init);

async function firstMail(server: TestServer): Promise<string> {
  const [path = ''] = /\/dev\/mail\/[^"/]+\/[^"/]+/.exec(await (await get(server, INBOX)).text()) ?? [];
  return path;
}

describe('in production', () => {
  test('there is no inbox: whoever could read it could sign in as anybody', async () => {
    const env = { XENIA_MODE: 'production', XENIA_PUBLIC_URL: 'https://id.example' };
    const server = await startServer({ env });
    const tenant = await server.tenant();
    const [content] = contents as [(typeof contents)[0]];
    const mail = composeMail(server.deps, tenant, { to: 'a@example.com', locale: 'en', ...content });
    await server.deps.storage.mails.enqueue(mail);
    for (const path of [INBOX, `${INBOX}/`, `${INBOX}/demo/${mail.mail_id}`, `${INBOX}/demo/${mail.mail_id}/html`]) {
      expect((await get(server, path)).status).toBe(404);
    }
    await server.close();
  });
});

describe('in development', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  test('an empty inbox teaches the next step', async () => {
    const response = await get(server, INBOX);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('No mail yet');
  });

  test('the mails of all tenants stand in it, the newest first', async () => {
    await fill(server);
    await createTenant(server.deps, { name: 'other', display_name: 'Other & Co' });
    const record = await server.deps.storage.tenants.findByName('other');
    const tenant = await server.deps.tenants.byId(record?.tenant_id ?? '');
    if (tenant === null) throw new Error('no tenant');
    const facts = { at: server.clock() };
    const mail = { template: 'password_changed', to: 'grace@example.com', locale: 'en', facts } as const;
    await server.deps.storage.mails.enqueue(composeMail(server.deps, tenant, mail));
    const page = await (await get(server, INBOX)).text();
    const subjects = [...page.matchAll(/<h2><a href="\/dev\/mail\/([^/]+)\/[^"]+">([^<]+)</g)].map(([, of, what]) => [
      of,
      what,
    ]);
    expect(subjects).toHaveLength(contents.length + 1);
    expect(subjects[0]).toEqual(['other', 'Your Other &amp; Co password has changed']);
    expect(subjects.slice(1).every(([of]) => of === 'demo')).toBe(true);
    // In the order in which they were written, backwards.
    const [verify, deleted] = ['Confirm your email', 'Your Demo account is deleted'].map((subject) =>
      subjects.findIndex(([, what]) => what?.startsWith(subject)),
    );
    expect(deleted).toBeGreaterThan(0);
    expect(verify).toBeGreaterThan(deleted ?? 0);
  });

  test('a mail’s page has its text and its links; its HTML stands under a policy that lets it do nothing', async () => {
    const path = await firstMail(server);
    const page = await get(server, path);
    expect(page.headers.get('content-security-policy')).toContain("frame-src 'self'");
    expect(page.headers.get('content-security-policy')).not.toContain('script-src');
    expect(await page.text()).toContain(`src="${path}/html"`);
    const html = await get(server, `${path}/html`);
    expect(html.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
    );
    expect(html.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(html.headers.get('cache-control')).toBe('no-store');
    expect(html.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('what is not there is not found', async () => {
    const path = await firstMail(server);
    const [, , , name, id] = path.split('/');
    for (const wrong of [
      `${path}x`,
      `${path}/html/x`,
      `${path}/text`,
      `${INBOX}/nobody/${id}`,
      `${INBOX}/${name}`,
      `${INBOX}/demo/${id}`,
    ]) {
      expect((await get(server, wrong)).status, wrong).toBe(404);
    }
  });

  test('another page whose name was made to lead here cannot read it (DNS rebinding)', async () => {
    const path = await firstMail(server);
    for (const host of ['evil.example', 'evil.example:3000', 'localhost.evil.example']) {
      const response = await server.fetch(`http://${host}${path}`);
      expect(response.status, host).toBe(404);
      expect((await server.fetch(`http://${host}${INBOX}`)).status, host).toBe(404);
    }
    expect((await server.fetch(`http://127.0.0.1:3000${INBOX}`)).status).toBe(200);
  });

  test('a tenant and its own pages are where they were', async () => {
    expect((await server.fetch('/.well-known/openid-configuration')).status).toBe(200);
    expect((await get(server, '/dev/mailbox')).status).toBe(404);
  });

  test('with a mail server it tells what became of each', async () => {
    const office = await startPostOffice();
    const env = { XENIA_MAIL_SMTP_URL: `smtp://127.0.0.1:${office.port}`, XENIA_MAIL_FROM: 'no-reply@id.example' };
    const sending = await startServer({ env });
    const now = sending.clock();
    const queue = async (to: string) => {
      const facts = { at: now };
      const mail = { template: 'account_deleted', to, locale: 'en', facts } as const;
      await sending.deps.storage.mails.enqueue(composeMail(sending.deps, await sending.tenant(), mail));
      await createMailer(sending.deps).sendDue();
    };
    await queue('sent@example.com');
    office.next.push({ at: 'recipient', code: 550 });
    await queue('unknown@example.com');
    office.next.push({ at: 'recipient', code: 450 });
    await queue('busy@example.com');
    const page = await (await get(sending, INBOX)).text();
    const state = (to: string) => new RegExp(`To ${to}.*?</svg>([^<]+)</span>`, 's').exec(page)?.[1];
    expect(state('sent@example.com')).toBe('Sent');
    expect(state('unknown@example.com')).toBe('Given up (1 attempt)');
    expect(state('busy@example.com')).toBe('Waiting');
    await sending.close();
    await office.close();
  });
});

describe('in a browser', () => {
  let browser: Browser;
  let server: TestServer & { origin: string };
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    [browser, server] = await Promise.all([launchBrowser(), listeningServer()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function look(page: Page, name: string): Promise<void> {
    for (const [width, height] of [
      [390, 844],
      [1280, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.screenshot({ path: join(screenshots, `mail-${name}-${width}.png`), fullPage: true });
    }
    // What looks for faults cannot get into a frame that allows no script; what the frame shows is looked at by itself.
    await page.evaluate("document.querySelector('iframe')?.remove()");
    await expectAccessible(page);
  }

  test.each(['light', 'dark'] as const)('the empty inbox, %s', async (colorScheme) => {
    const context = await browser.newContext({ colorScheme, javaScriptEnabled: true });
    const page = await context.newPage();
    await page.goto(`${server.origin}${INBOX}`);
    await look(page, `empty-${colorScheme}`);
    await context.close();
  });

  test.each(['light', 'dark'] as const)(
    'inbox and mail are accessible, within their policy and never too wide, %s',
    async (colorScheme) => {
      if (colorScheme === 'light') await fill(server);
      const context = await browser.newContext({ colorScheme });
      const page = await context.newPage();
      const heard: string[] = [];
      page.on('console', (message) => heard.push(message.text()));
      page.on('requestfailed', (request) => heard.push(`not loaded: ${request.url()}`));
      await page.goto(`${server.origin}${INBOX}`);
      await look(page, `inbox-${colorScheme}`);
      await page.getByRole('link', { name: 'Sign in to Demo' }).click();
      await page.frameLocator('iframe').getByRole('link', { name: 'Sign in', exact: true }).waitFor();
      expect(await page.getByTitle('As a mail program shows it').count()).toBe(1);
      await look(page, `one-${colorScheme}`);
      expect(heard).toEqual([]);
      await context.close();
    },
  );

  test('without JavaScript: from the inbox to a mail and out by its button', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.origin}${INBOX}`);
    await page.getByRole('link', { name: 'Create your Demo account' }).click();
    const opened = context.waitForEvent('page');
    await page.frameLocator('iframe').getByRole('link', { name: 'Create account' }).click();
    const other = await opened;
    await expect.poll(() => other.url()).toMatch(/^(https:\/\/id\.example\/|chrome-error:)/);
    await other.close();
    await page.getByRole('link', { name: 'All mail' }).click();
    await page.getByRole('heading', { name: 'Mail', exact: true }).waitFor();
    await context.close();
  });

  test('every mail by itself is accessible and fits a phone', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const record = await server.tenant();
    for (const { mail_id } of await server.deps.storage.mails.newest(record.tenant_id, contents.length)) {
      await page.setViewportSize({ width: 390, height: 844 });
      // Its policy lets no script in, and so not the one that looks for faults.
      const html = await (await get(server, `${INBOX}/demo/${mail_id}/html`)).text();
      await page.setContent(html);
      await expectAccessible(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      const name = (await page.title()).toLowerCase().replaceAll(' ', '-');
      await page.screenshot({ path: join(screenshots, `mail-html-${name}.png`), fullPage: true });
    }
    await context.close();
  });
});
