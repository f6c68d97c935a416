import type { Browser, Page } from 'playwright-core';
import { consoleServer } from '../console/console-server.ts';
import { type FakeClock, fakeClock, type TestServer, type TestUser } from '../support/start-server.ts';
import type { Album } from './picture.ts';

/** What a scene of the console is made with. */
export interface Studio {
  readonly browser: Browser;
  readonly picture: Album['picture'];
}

/** Wide enough for the navigation beside the page. */
const DESK = { width: 1100, height: 760 };

/** A server with the console, by a clock that stands still, so that pages say the same at each run. */
export async function stageServer(): Promise<{ readonly server: TestServer; readonly clock: FakeClock }> {
  const clock = fakeClock();
  return { server: await consoleServer({ deps: { clock } }), clock };
}

/** A window by the same clock. */
export async function aStillWindow({ browser }: Studio, clock: FakeClock): Promise<Page> {
  const context = await browser.newContext({ viewport: DESK, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.clock.setFixedTime(clock() * 1000);
  return page;
}

export async function signIn(page: Page, user: TestUser): Promise<void> {
  await page.getByLabel('Email').fill(user.email);
  await page.getByLabel('Password').fill(user.password);
  await page.keyboard.press('Enter');
}

/** Waits for the page with this heading, and for all that it asks the server for. */
export async function settled(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
}

/** Follows a link of the console's navigation; `heading` where its page is called otherwise. */
export async function goTo(page: Page, section: string, heading = section): Promise<void> {
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: section, exact: true }).click();
  await settled(page, heading);
}
