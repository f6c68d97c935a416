import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { pkce, startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorizationUrl, UserAgent } from '../support/user-agent.ts';

describe('signing in on the page', () => {
  let server: TestServer;
  let client: IssuedClient;
  beforeAll(async () => {
    server = await startServer();
    client = await server.aClient();
  });
  afterAll(() => server.close());

  async function attempt(
    user: Pick<TestUser, 'email' | 'password'>,
  ): Promise<{ status: number; page: string; signedIn: boolean }> {
    const agent = new UserAgent(server);
    const { code_verifier: _, ...challenge } = pkce();
    const login = await agent.visit(authorizationUrl(client, challenge));
    const response = await agent.signIn(await login.text(), { sub: '', ...user });
    const page = await response.text();
    return { status: response.status, page, signedIn: !page.includes('name="password"') };
  }

  /** What differs between two runs whoever signs in: the interaction, its CSRF token, and the address that was typed. */
  const comparable = (page: string, email: string) =>
    page
      .replaceAll(email, 'EMAIL')
      .replaceAll(/(?:\/|%2F)interaction(?:\/|%2F)[\w-]+/g, '')
      .replaceAll(/(challenge&quot;:&quot;)[\w-]+/g, '$1')
      .replaceAll(/value="[\w-]{20,}"/g, '');

  test('catalogue 76: an unknown address and a wrong password get the same answer', async () => {
    const user = await server.aUser();
    const wrong = await attempt({ email: user.email, password: 'not the password' });
    const unknown = await attempt({ email: 'nobody@example.com', password: 'not the password' });
    expect(wrong.signedIn).toBe(false);
    expect(unknown.status).toBe(wrong.status);
    expect(comparable(unknown.page, 'nobody@example.com')).toBe(comparable(wrong.page, user.email));
  });

  test('catalogue 74: failures on one account are counted together, however the address is written', async () => {
    const user = await server.aUser({ email: 'Ada.Lovelace@example.com' });
    const spellings = [
      'ada.lovelace@example.com',
      'ADA.LOVELACE@EXAMPLE.COM',
      ' Ada.Lovelace@Example.com ',
      'ada.lovelace@example.COM',
      'Ada.lovelace@example.com',
    ];
    for (const email of spellings) expect((await attempt({ email, password: 'wrong' })).signedIn).toBe(false);
    expect((await attempt(user)).signedIn).toBe(false);
    server.clock.advance(3600);
    expect((await attempt(user)).signedIn).toBe(true);
  });
});
