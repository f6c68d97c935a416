import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, launchBrowser, screenshots } from '../support/browser.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { pages } from './views.ts';

let browser: Browser;
let server: PageServer;

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [browser, server] = await Promise.all([launchBrowser(), startPageServer(pages)]);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Everything that the page complains about: policy violations, scripts, resources that do not load. */
function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('requestfailed', (request) => heard.push(`not loaded: ${request.url()}`));
  return heard;
}

describe.each(['light', 'dark'] as const)('in %s mode', (colorScheme) => {
  test.each(Object.keys(pages).filter((name) => name !== 'login-broken-logo'))(
    '%s: accessible, within its policy, and never wider than the window',
    async (name) => {
      const context = await browser.newContext({ colorScheme });
      const page = await context.newPage();
      const heard = complaints(page);
      for (const [width, height] of [
        [390, 844],
        [1280, 900],
      ] as const) {
        await page.setViewportSize({ width, height });
        await page.goto(`${server.origin}/${name}`);
        await expectAccessible(page);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        await page.screenshot({ path: join(screenshots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
      expect(heard.filter((text) => name !== 'form-post-manual' || !text.includes('inline script'))).toEqual([]);
      await context.close();
    },
  );
});
