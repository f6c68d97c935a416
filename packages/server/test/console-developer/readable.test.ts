import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayOf } from '../../src/traces/usage-counter.ts';
import { aUserWith, consoleServer, openConsole } from '../console/console-server.ts';
import { launchBrowser } from '../support/browser.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { aDevelopedApp, type DevelopedApp } from './a-developed-app.ts';

let browser: Browser;
let server: TestServer;
let developer: TestUser;
let known: DevelopedApp;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), consoleServer()]);
  developer = await aUserWith(server, 'developer', 'Grace Hopper');
  known = await aDevelopedApp(server, developer);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

describe('what people read to each other', () => {
  test('the id of a request stays in one piece, however narrow the window', async () => {
    const path = `/clients/${known.client.client_id}/trace`;
    const { page } = await openConsole(browser, server, developer, { path });
    for (const width of [390, 260, 180]) {
      await page.setViewportSize({ width, height: 800 });
      const ids = page.getByRole('table').locator('code', { hasText: /^XR-/ });
      await ids.first().waitFor();
      const lines = await ids.evaluateAll((all) => all.map((id) => id.getClientRects().length));
      expect(new Set(lines)).toEqual(new Set([1]));
    }
    await page.context().close();
  });

  test('before anybody points at a day, the chart says the last one, which is that of UTC', async () => {
    const path = `/clients/${known.client.client_id}/usage`;
    // Where it is still yesterday, or tomorrow already.
    for (const timezoneId of ['Pacific/Pago_Pago', 'Pacific/Kiritimati']) {
      const began = dayOf(server.deps.clock());
      const { page } = await openConsole(browser, server, developer, { path, timezoneId });
      await page.locator('canvas').nth(2).waitFor();
      await page.getByText('The same as a table').first().click();
      const last = await page.getByRole('table').first().locator('tbody th').last().innerText();
      const legends = await page.locator('.u-legend').allInnerTexts();
      expect(legends).toHaveLength(3);
      for (const legend of legends) {
        expect(legend).toContain(last);
        expect(legend).not.toContain('--');
      }
      // It may have become midnight meanwhile.
      const today = new Date(`${last} UTC`).toISOString().slice(0, 10);
      expect([began, dayOf(server.deps.clock())]).toContain(today);
      await page.context().close();
    }
  });
});
