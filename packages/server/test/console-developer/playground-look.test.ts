import { mkdir } from 'node:fs/promises';
import { RESPONSE_TYPES } from '@xenia/protocol/response-type';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { lookAt, type ShownPage } from '../console/console-server.ts';
import { screenshots } from '../support/browser.ts';
import { askAndAllow, playgroundStage, send, step } from './playground-window.ts';

const stage = playgroundStage({ settings: { responseTypes: [...RESPONSE_TYPES] } });
let confidential: IssuedClient;
let service: IssuedClient;
let hybrid: IssuedClient;
beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  const redirect_uris = [stage.callback];
  confidential = await stage.aClient({ redirect_uris });
  hybrid = await stage.aClient({
    grant_types: ['authorization_code', 'implicit'],
    response_types: ['code id_token', 'id_token'],
    require_pkce: false,
  });
  service = await stage.aClient({ grant_types: ['client_credentials'], redirect_uris: [], scope: 'invoices.read' });
});

const playgroundOf = (client: () => IssuedClient, ready: (page: Page) => Promise<unknown>): ShownPage => ({
  path: () => `/clients/${client().client_id}/playground`,
  ready,
});

/** Each state of the page, and how it gets there. */
const PAGES: Readonly<Record<string, ShownPage>> = {
  whole: playgroundOf(
    () => confidential,
    async (page) => {
      await page.getByLabel('scope', { exact: true }).fill('openid offline_access profile');
      // Else it would be asked for at the first size alone.
      await page.getByLabel('Further parameters').fill('prompt=consent');
      await askAndAllow(page);
      await send(page, '4. Redeem the code', confidential.client_secret);
      await send(page, 'Call userinfo');
      await step(page, 'Refresh').getByText('Or in a terminal').click();
      await page.getByRole('button', { name: 'Read this id_token' }).first().click();
      await page.getByText('Signed by this server').waitFor();
      // Where nothing lies below the bar that stays at the top.
      await page.evaluate('scrollTo(0, 0)');
    },
  ),
  refused: playgroundOf(
    () => service,
    (page) => send(page, 'Get a token', 'wrong'),
  ),
  legacy: playgroundOf(
    () => hybrid,
    (page) => page.getByLabel('response_type').waitFor(),
  ),
  callback: {
    path: () => '/playground/callback?code=1&state=theirs',
    ready: (page) => page.getByRole('heading', { name: 'No playground has taken this answer' }).waitFor(),
  },
};

describe.each(['light', 'dark'] as const)('the playground in %s mode', (colorScheme) => {
  test.each(Object.entries(PAGES))(
    '%s: accessible, within its policy, and never wider than the window',
    async (name, shownPage) => {
      const window = await stage.open(confidential, { colorScheme });
      await lookAt(window, stage.server, shownPage, { picture: `playground-${name}`, colorScheme });
      // A refusal is one.
      expect(window.heard.filter((text) => !text.includes('401'))).toEqual([]);
      await window.page.context().close();
    },
  );
});
