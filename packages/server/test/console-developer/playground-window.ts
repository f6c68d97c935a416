import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { beforeAll } from 'vitest';
import { createApp } from '../../src/management/apps.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import type { ClientMetadataInput } from '../../src/management/contract.ts';
import { aUserWith, type ConsoleWindow, openConsole, sharedStage } from '../console/console-server.ts';
import type { TestServer, TestServerOptions, TestUser } from '../support/start-server.ts';

export interface Stage {
  readonly browser: Browser;
  readonly server: TestServer;
  readonly developer: TestUser;
  /** Where answers come back to the playground by themselves. */
  readonly callback: string;
  /** A client of the developer's app. */
  aClient(metadata?: ClientMetadataInput): Promise<IssuedClient>;
  /** Its playground, in a window of its own. */
  open(client: IssuedClient, options?: BrowserContextOptions): Promise<ConsoleWindow>;
}

/** One browser, one server and one developer, for all the windows of a file. */
export function playgroundStage(
  options: TestServerOptions = {},
  prepare: (server: TestServer) => Promise<unknown> = async () => {},
): Stage {
  const stage = sharedStage(options);
  let developer: TestUser;
  let app_id: string;
  beforeAll(async () => {
    const { server } = stage;
    await prepare(server);
    developer = await aUserWith(server, 'developer', 'Grace Hopper');
    ({ app_id } = await createApp(server.deps, await server.tenant(), { name: 'Tried', owner: developer.sub }));
  });
  return {
    get browser() {
      return stage.browser;
    },
    get server() {
      return stage.server;
    },
    get developer() {
      return developer;
    },
    get callback() {
      return `${stage.server.issuer}/console/playground/callback`;
    },
    aClient: (metadata) => stage.server.aClient({ client_name: 'Tried', app_id, ...metadata }),
    open: async (client, options) => {
      const path = `/clients/${client.client_id}/playground`;
      const window = await openConsole(stage.browser, stage.server, developer, { path, ...options });
      await window.page.getByRole('textbox', { name: 'A token' }).waitFor();
      return window;
    },
  };
}

/** A part of the page, by its heading. */
export const step = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Builds the request and opens it in another tab, as a user who is signed in there already. */
export async function ask(page: Page): Promise<Page> {
  await page.getByRole('button', { name: 'Build the request' }).click();
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'Open in a new tab' }).click(),
  ]);
  return tab;
}

/** As `ask`, allows it, and sees the answer arrive: the tab says that it can be closed, and is. */
export async function askAndAllow(page: Page): Promise<void> {
  const tab = await ask(page);
  await tab.getByRole('button', { name: 'Allow', exact: true }).click();
  await tab.getByRole('heading', { name: 'You can close this tab' }).waitFor();
  await tab.close();
  await page.getByText('It belongs to this request').waitFor();
}

/** Types the secret where it is asked for, sends the request of this step and gives the response as it is shown. */
export async function send(page: Page, name: string, client_secret?: string): Promise<string> {
  const region = step(page, name);
  if (client_secret !== undefined) await region.getByLabel('client_secret').fill(client_secret);
  await region.getByRole('button', { name: 'Send' }).click();
  return shown(page, name, 'Response');
}

/** The request or the response of a step. */
export function shown(page: Page, name: string, what: 'Request' | 'Response'): Promise<string> {
  return codeOf(step(page, name), what).innerText();
}

/** The code below this title. */
export function codeOf(part: Page | Locator, title: string): Locator {
  return part.locator('figure.code', { hasText: new RegExp(`^${title}`) }).locator('pre code');
}

/** Everything that the page sends anywhere, as one text. */
export function sentBy(page: Page): () => string {
  const sent: string[] = [];
  page.on('request', (request) => {
    const headers = Object.entries(request.headers()).map(([name, value]) => `${name}: ${value}`);
    sent.push([request.url(), ...headers, request.postData() ?? ''].join('\n'));
  });
  return () => sent.join('\n');
}
