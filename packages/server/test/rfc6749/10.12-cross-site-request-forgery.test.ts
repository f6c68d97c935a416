import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendOnceScript } from '../../src/interaction/assets/inline-scripts.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { errorPage, fieldOf, pageKind, redirected } from '../support/answers.ts';
import { requestUrl, signedInAgent } from '../support/authorization.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

/** An attribute's value as the browser reads it. */
function decoded(value = ''): string {
  return value.replaceAll('&amp;', '&');
}

describe('RFC 6749 §10.12 Cross-Site Request Forgery: a page that the user did not see allows nothing', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;
  let visitor: UserAgent;
  beforeAll(async () => {
    server = await startServer();
    client = await server.aClient();
    user = await server.aUser();
    visitor = await signedInAgent(server, user);
  });
  afterAll(() => server.close());

  /** A consent page that is open in a browser. */
  async function openConsent(agent = visitor) {
    const page = await (await agent.visit(requestUrl(client, { prompt: 'consent' }))).text();
    const action = decoded(/<form[^>]*roomy[^>]*action="([^"]+)"/.exec(page)?.[1]);
    const answer = (headers: Record<string, string>, csrf = fieldOf(page, 'csrf')) =>
      agent.send(action, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ decision: 'allow', scope: 'openid', ...(csrf === null ? {} : { csrf }) }),
      });
    return { agent, page, action, answer };
  }

  test.each([
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['an opaque Origin', { origin: 'null' }],
    ['an Origin that begins like ours', { origin: 'http://localhost:3000.evil.example' }],
    ['another port', { origin: 'http://localhost:3001' }],
    ['another scheme', { origin: 'https://localhost:3000' }],
    ['no Origin but Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['no Origin but Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
  ])(
    'catalogue 23: consent posted with %s: 403, and the page can still be answered',
    async (_, headers: Record<string, string>) => {
      const { agent, page, answer } = await openConsent();
      await errorPage(await answer(headers), 403);
      expect(redirected(await agent.submit(page, { decision: 'allow' })).parameters).toHaveProperty('code');
    },
  );

  test('catalogue 23: consent without the token, or with a wrong or foreign one: 403', async () => {
    const origin = { origin: 'http://localhost:3000' };
    const { agent, answer, page } = await openConsent();
    const other = await openConsent(await signedInAgent(server, await server.aUser()));
    const token = fieldOf(page, 'csrf') ?? '';
    await errorPage(await answer(origin, null), 403);
    for (const csrf of ['x', token.slice(1), `${token}x`, token.toLowerCase(), fieldOf(other.page, 'csrf') ?? '']) {
      await errorPage(await answer(origin, csrf), 403);
    }
    // The token of another page in the same browser.
    const second = await (await agent.visit(requestUrl(client, { state: 'second', prompt: 'consent' }))).text();
    await errorPage(await answer(origin, fieldOf(second, 'csrf')), 403);
    expect(redirected(await answer(origin)).parameters).toHaveProperty('code');
  });

  test('catalogue 24: no answer can be given by GET', async () => {
    const { agent, action, page } = await openConsent();
    const query = new URLSearchParams({ csrf: fieldOf(page, 'csrf') ?? '', decision: 'allow' });
    for (const answer of ['consent', 'login', 'select-account']) {
      const response = await agent.send(`${action.replace(/consent.*/, answer)}?${query}`);
      expect(response.headers.get('allow')).toBe('POST');
      await errorPage(response, 405);
    }
    expect(pageKind(await (await agent.send(action.replace(/\/consent.*/, ''))).text())).toBe('consent');
  });

  test('catalogue 23: the login form of another site signs nobody in', async () => {
    const agent = new UserAgent(server);
    const page = await (await agent.visit(requestUrl(client))).text();
    const action = decoded(/action="([^"]+\/login\?[^"]*)"/.exec(page)?.[1]);
    const forge = (headers: Record<string, string>, csrf: string) =>
      agent.send(action, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ csrf, email: user.email, password: user.password }),
      });
    await errorPage(await forge({ origin: 'https://evil.example' }, fieldOf(page, 'csrf') ?? ''), 403);
    await errorPage(await forge({ origin: 'http://localhost:3000' }, ''), 403);
    expect([...agent.cookies.keys()]).toEqual(['xenia_browser_demo']);
  });

  test('catalogue 23: the pages of a request are framed by nobody and run no script but the one that keeps a form from being sent twice', async () => {
    const response = await visitor.visit(requestUrl(client, { prompt: 'consent' }));
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("default-src 'none'");
    expect(policy.match(/script-src [^;]*/)?.[0]).toBe(`script-src ${sendOnceScript.hash}`);
    expect(response.headers.get('x-frame-options')).toBe('DENY');
  });
});
