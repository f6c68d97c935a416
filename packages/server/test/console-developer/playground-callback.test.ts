import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { expectAccessible } from '../support/browser.ts';
import { ask, playgroundStage, send, step } from './playground-window.ts';

const stage = playgroundStage();

const aTab = async (page: Page, address: string): Promise<Page> => {
  const tab = await page.context().newPage();
  await tab.goto(address);
  return tab;
};

const aClient = () => stage.aClient({ redirect_uris: [stage.callback], token_endpoint_auth_method: 'none' });

describe('where answers come back to the playground', () => {
  test('RFC 6749 §10.12: an answer with another state is not taken; the one that was asked for still is', async () => {
    const { page, heard } = await stage.open(await aClient());
    await page.getByLabel('scope', { exact: true }).fill('openid');
    const asked = await ask(page);
    const foreign = await aTab(page, `${stage.callback}?code=theirs&state=theirs`);
    await foreign.getByRole('heading', { name: 'No playground has taken this answer' }).waitFor();
    expect(await page.getByText('Waiting for the other tab').count()).toBe(1);
    expect(await step(page, '4. Redeem the code').count()).toBe(0);
    await asked.getByRole('button', { name: 'Allow', exact: true }).click();
    await asked.getByRole('heading', { name: 'You can close this tab' }).waitFor();
    await page.getByText('It belongs to this request').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('theirs');
    expect(await send(page, '4. Redeem the code')).toContain('HTTP 200');
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('what is no answer at all is not taken, whoever sends it', async () => {
    const { page, heard } = await stage.open(await aClient());
    const asked = await ask(page);
    const stranger = await aTab(page, stage.callback);
    await stranger.evaluate((name) => {
      const channel = new BroadcastChannel(name);
      const taken: unknown[] = [];
      channel.onmessage = ({ data }) => data.kind === 'taken' && taken.push(data.state);
      for (const message of [
        null,
        'text',
        { kind: 'answer' },
        { kind: 'answer', state: '', address: 'https://x/?code=theirs' },
        { kind: 'answer', state: ['theirs'], address: 'https://x/?code=theirs' },
      ]) {
        channel.postMessage(message);
      }
      Object.assign(globalThis, { taken });
    }, `xenia-playground:${stage.server.issuer}`);
    await asked.getByRole('button', { name: 'Allow', exact: true }).click();
    await asked.getByRole('heading', { name: 'You can close this tab' }).waitFor();
    await page.getByText('It belongs to this request').waitFor();
    // Messages keep their order: the answer that was asked for came after all of these, and is the only one that was taken.
    await stranger.waitForFunction('taken.length > 0');
    const state = /state=([^&]+)/.exec(
      (await page.getByRole('link', { name: 'Open in a new tab' }).getAttribute('href')) ?? '',
    );
    expect(await stranger.evaluate('taken')).toEqual([state?.[1]]);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test('a refusal comes back as well', async () => {
    const { page } = await stage.open(await aClient());
    const asked = await ask(page);
    await asked.getByRole('button', { name: 'Do not allow' }).click();
    await asked.getByRole('heading', { name: 'You can close this tab' }).waitFor();
    await page.getByText('the user said no').waitFor();
    await page.context().close();
  });

  test('needs nobody to be signed in, asks for nothing, and leaves nothing in the address', async () => {
    const context = await stage.browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    const requested: string[] = [];
    const heard: string[] = [];
    const referrers: string[] = [];
    page.on('request', (request) => {
      requested.push(request.url());
      referrers.push(request.headers().referer ?? '');
    });
    page.on('console', (message) => heard.push(message.text()));
    const [notTaken, nothing] = ['No playground has taken this answer', 'There is nothing to hand over'];
    for (const [answer, title] of [
      ['?code=secret-code&state=s', notTaken],
      ['#id_token=secret-code&state=s', notTaken],
      ['', nothing],
    ] as const) {
      await page.goto('about:blank');
      await page.goto(`${stage.callback}${answer}`);
      await page.getByRole('heading', { name: title }).waitFor();
      expect(page.url()).toBe(stage.callback);
      await expectAccessible(page);
    }
    expect(
      requested.filter((url) => !/\/playground\/callback|\/console\/assets\/|\/theme\.css$|\/assets\//.test(url)),
    ).toEqual([]);
    expect(heard).toEqual([]);
    // Nor in the history.
    await page.goto('about:blank');
    await page.goBack();
    expect(page.url()).toBe(stage.callback);
    expect(referrers.join('')).toBe('');
    await context.close();
  });

  test('RFC 9700 §4.2: its page reaches nothing, and says to nobody where it is', async () => {
    const response = await stage.server.fetch('/console/playground/callback?code=1&state=2');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'none';");
    expect(await response.text()).not.toContain('code=1');
  });
});
