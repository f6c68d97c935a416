import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expectAccessible, screenshots } from '../support/browser.ts';

/** Waits for the page with this heading. */
export function heading(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Leaves a picture for people to look at; the page is accessible as it is now. */
export async function see(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `console-admin-j-${name}.png`), fullPage: true });
  await expectAccessible(page);
}

export function dialogOf(page: Page): Locator {
  return page.getByRole('dialog');
}
