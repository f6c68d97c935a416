import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectAccessible, screenshots } from '../support/browser.ts';

/** Waits for the page with this heading. */
export function heading(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** Leaves a picture for people to look at; the page is accessible as it is now. */
export async function see(page: Page, name: string): Promise<void> {
  // A dialog covers the window, not the page.
  const fullPage = (await page.getByRole('dialog').count()) === 0;
  await page.screenshot({ path: join(screenshots, `console-journeys-${name}.png`), fullPage });
  await expectAccessible(page);
}

/** How wide the text of each consequence is that the dialog names, in pixels. */
const WIDTHS = `[...document.querySelectorAll('[role=dialog] li')].map((item) => {
  const text = document.createRange();
  text.selectNodeContents(item);
  return text.getBoundingClientRect().width;
})`;

/** Answers a dialog: what is written into it, and the verb that decides. */
export async function decideWith(page: Page, verb: string, words: Readonly<Record<string, string>> = {}) {
  const dialog = page.getByRole('dialog');
  for (const width of (await page.evaluate(WIDTHS)) as number[]) expect(width).toBeGreaterThan(100);
  for (const [label, text] of Object.entries(words)) await dialog.getByLabel(label).fill(text);
  await dialog.getByRole('button', { name: verb, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** A page of somebody who is not signed in, and may use no console at all. */
export async function aVisitor(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
  return context.newPage();
}

/** Goes where the server answers with an error page; the id to quote, which the page shows. */
export async function openErrorPage(page: Page, url: string): Promise<string> {
  const answer = await page.goto(url);
  const reference = answer?.headers()['x-request-id'] ?? '';
  expect(reference).toMatch(/^XR-\w{4}-\w{4}$/);
  expect(await page.getByLabel('Reference').inputValue()).toBe(reference);
  return reference;
}
