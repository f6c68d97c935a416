import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { AuthorizationRequest, AuthorizationResponse } from '@openid/appauth';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listeningServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { loadAppAuth } from './appauth-js.ts';
import { Visitor } from './visitor.ts';

const SCOPE = 'openid offline_access invoices.read';
const path = process.env.PATH;

describe('AppAuth for JavaScript 1.4, an installed app', () => {
  let server: TestServer;
  let user: TestUser;
  let library: Awaited<ReturnType<typeof loadAppAuth>>;
  let desktop: string;
  beforeAll(async () => {
    [server, library, desktop] = await Promise.all([listeningServer(), loadAppAuth(), aDesktop()]);
    user = await server.aUser();
    process.env.PATH = `${desktop}${delimiter}${path}`;
    // The library tells the console everything it does.
    vi.spyOn(console, 'log').mockReturnValue();
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    process.env.PATH = path;
    await rm(desktop, { recursive: true });
    await server.close();
  });

  /** The app listens on a port of its choice, opens the system's browser and waits there for the answer. */
  async function authorize(client_id: string) {
    const port = await freePort();
    const redirect_uri = `http://127.0.0.1:${port}/callback`;
    const requestor = new library.NodeRequestor();
    const configuration = await library.AuthorizationServiceConfiguration.fetchFromIssuer(server.issuer, requestor);
    const parameters = { client_id, redirect_uri, scope: SCOPE, response_type: 'code' } as const;
    const request = new library.AuthorizationRequest(parameters, new library.NodeCrypto(), true);
    const notifier = new library.AuthorizationNotifier();
    const answered = new Promise<[AuthorizationRequest, AuthorizationResponse | null]>((resolve) => {
      notifier.setAuthorizationListener((asked, response) => resolve([asked, response]));
    });
    new library.NodeBasedHandler(port)
      .setAuthorizationNotifier(notifier)
      .performAuthorizationRequest(configuration, request);
    const opened = await vi.waitFor(() => readFile(join(desktop, 'opened'), 'utf8'), { timeout: 10_000 });
    await new Visitor(server, user).browse(opened);
    const [asked, response] = await answered;
    return { configuration, requestor, redirect_uri, asked, response };
  }

  test('RFC 8252 §7.3, §8.1: any port of the loopback, PKCE, refresh and revocation', async () => {
    const redirect_uris = ['http://127.0.0.1/callback'];
    const { client_id } = await server.aClient({ token_endpoint_auth_method: 'none', redirect_uris });
    const { configuration, requestor, redirect_uri, asked, response } = await authorize(client_id);
    expect(response?.state).toBe(asked.state);
    const handler = new library.BaseTokenRequestHandler(requestor);
    const redemption = new library.TokenRequest({
      client_id,
      redirect_uri,
      grant_type: 'authorization_code',
      code: response?.code ?? '',
      extras: { code_verifier: asked.internal?.code_verifier ?? '' },
    });
    const tokens = await handler.performTokenRequest(configuration, redemption);
    expect(tokens.isValid()).toBe(true);
    expect(tokens.scope).toBe(SCOPE);
    const refresh = (refresh_token: string) =>
      handler.performTokenRequest(
        configuration,
        new library.TokenRequest({ client_id, redirect_uri, grant_type: 'refresh_token', refresh_token }),
      );
    const next = await refresh(tokens.refreshToken ?? '');
    expect(next.accessToken).not.toBe(tokens.accessToken);
    const token = next.refreshToken ?? '';
    const revocation = new library.RevokeTokenRequest({ token, client_id, token_type_hint: 'refresh_token' });
    expect(await handler.performRevokeTokenRequest(configuration, revocation)).toBe(true);
    await expect(refresh(token)).rejects.toThrow('Bad Request');
  });
});

/** A folder with the command that opens a browser; it notes the URL where the test finds it. */
async function aDesktop(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'xenia-desktop-'));
  for (const command of ['xdg-open', 'open']) {
    const file = join(folder, command);
    // Moved into place, so that nobody reads half a URL.
    await writeFile(
      file,
      `#!/bin/sh\nprintf %s "$1" > "${folder}/opening" && mv "${folder}/opening" "${folder}/opened"\n`,
    );
    await chmod(file, 0o755);
  }
  return folder;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
