import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { screenshots } from '../../packages/server/test/support/browser.ts';

/** A visitor of their own; everything that their pages complain about is kept. */
export async function aVisitor(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}

/** Never wider than the window; leaves pictures in both widths and both modes. */
export async function picture(page: Page, name: string, check?: (page: Page) => Promise<void>): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.screenshot({ path: join(screenshots, `demo-${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
    await check?.(page);
  }
}

/** Types the demo user's name and password into the issuer's page. */
export async function typePassword(page: Page): Promise<void> {
  await page.getByLabel('Email').fill('demo@example.com');
  await page.getByLabel('Password').fill('be-our-guest');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

/** The newest chapter of the timeline. */
export const newest = (page: Page): Locator => page.locator('.chapter').first();

/** What stands in it. */
export const titles = (page: Page): Promise<string[]> => newest(page).locator('h4').allTextContents();

/** Opens everything that the page keeps folded. */
export async function unfold(page: Page): Promise<void> {
  for (const summary of await page.locator('.exchange > summary, .token summary').all()) {
    if (await summary.isVisible()) await summary.click();
  }
}

/** Past the issuer's question, if it asks, until the app says so. */
export async function allowIfAsked(page: Page, arrived: Locator): Promise<void> {
  const allow = page.getByRole('button', { name: 'Allow', exact: true });
  await allow.or(arrived).waitFor();
  if (await allow.isVisible()) await allow.click();
  await arrived.waitFor();
}
