import type { Page } from 'playwright-core';
import type { NewClientInput } from '../../src/management/contract.ts';
import { presetSettings } from '../../src/management/tenant-presets.ts';
import type { RunningApp } from '../interop/visitor.ts';
import { httpsServer, serveHttps } from '../support/https.ts';
import type { TestServer } from '../support/start-server.ts';

/** An issuer with session management and an app, each a site of its own. */
export async function startTwoSites(): Promise<{ server: TestServer; app: RunningApp }> {
  const [server, app] = await Promise.all([
    httpsServer('id.localhost', { settings: presetSettings('identityserver') }),
    serveHttps((_, response) => {
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><html lang="en"><title>App</title><link rel="icon" href="data:,">');
    }, 'app.localhost'),
  ]);
  return { server, app };
}

/** A page in the browser that gets its tokens in the fragment. */
export function anApp(server: TestServer, { origin }: RunningApp, metadata: NewClientInput = {}) {
  return server.aClient({
    redirect_uris: [`${origin}/callback`],
    grant_types: ['implicit'],
    response_types: ['id_token'],
    token_endpoint_auth_method: 'none',
    scope: 'openid',
    ...metadata,
  });
}

/** What the app sends the browser to. */
export function requestAt(
  server: TestServer,
  client: { client_id: string; redirect_uris: string[] },
  change: Record<string, string> = {},
): string {
  const parameters = {
    client_id: client.client_id,
    redirect_uri: client.redirect_uris[0] ?? '',
    response_type: 'id_token',
    scope: 'openid',
    nonce: 'n',
    ...change,
  };
  return `${server.issuer}/connect/authorize?${new URLSearchParams(parameters)}`;
}

/** The answer that the app's page holds in its fragment. */
export async function answerAt(page: Page, { origin }: RunningApp): Promise<Record<string, string>> {
  await page.waitForURL((url) => url.href.startsWith(`${origin}/callback#`));
  return Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.slice(1)));
}

/** Holds the frame of the issuer in the page, if it does not yet, and returns what that answers to the message. */
export function ask(page: Page, server: TestServer, message: unknown): Promise<string> {
  return page.evaluate(`(async (src, message) => {
    const frame = document.querySelector('iframe') ?? document.createElement('iframe');
    if (!frame.isConnected) {
      frame.src = src;
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      await loaded;
    }
    const issuer = new URL(src).origin;
    return new Promise((resolve) => {
      addEventListener('message', ({ data, source, origin }) => {
        if (source === frame.contentWindow && origin === issuer) resolve(data);
      });
      frame.contentWindow.postMessage(message, issuer);
      setTimeout(() => resolve('silence'), 5000);
    });
  })(${JSON.stringify(`${server.issuer}/connect/checksession`)}, ${JSON.stringify(message)})`);
}
