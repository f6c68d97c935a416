import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { signedInAgent } from '../support/authorization.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import type { UserAgent } from '../support/user-agent.ts';

const NAMES = [
  ...['client_id', 'redirect_uri', 'response_type', 'response_mode', 'scope', 'state', 'nonce', 'prompt', 'max_age'],
  ...['code_challenge', 'code_challenge_method', 'claims', 'resource', 'id_token_hint', 'login_hint', 'acr_values'],
  ...['request', 'request_uri', 'ui_locales', '__proto__', 'post_logout_redirect_uri', 'csrf', 'decision'],
];
const VALUES = [
  ...['', 'code', 'none', 'login', 'openid', 'query', 'form_post', 'fragment', 'S256', '0', '-1', 'null', '{}', '[]'],
  ...[
    'https://evil.example/',
    '//evil.example',
    'javascript:alert(1)',
    'https://app.example/cb',
    'https://app.example/cb#x',
  ],
  ...[
    '\0',
    '\r\nlocation: https://evil.example',
    '{"id_token":{"acr":{"essential":true}}}',
    'eyJhbGciOiJub25lIn0.e30.',
  ],
];

describe('fault 12: whatever is asked, no endpoint fails and no browser is sent to a place that is not registered', () => {
  let server: TestServer;
  let client: IssuedClient;
  let agent: UserAgent;
  beforeAll(async () => {
    server = await startServer();
    client = await server.aClient({ post_logout_redirect_uris: ['https://app.example/bye'] });
    agent = await signedInAgent(server, await server.aUser());
  });
  afterAll(() => server.close());

  const value = () => fc.oneof(fc.constantFrom(...VALUES), fc.string({ unit: 'binary', maxLength: 40 }));
  const parameters = () => fc.array(fc.tuple(fc.constantFrom(...NAMES), value()), { maxLength: 12 });
  /** Mostly with a client that exists, so that more than the first check is reached. */
  const query = () =>
    fc.record({ known: fc.constantFrom('none', 'client', 'all'), rest: parameters() }).map(({ known, rest }) => {
      const valid: [string, string][] = [['client_id', client.client_id]];
      if (known === 'all') valid.push(['response_type', 'code'], ['redirect_uri', 'https://app.example/cb']);
      // A lone surrogate becomes U+FFFD, as every encoder makes it.
      return new URLSearchParams([...(known === 'none' ? [] : valid), ...rest]);
    });

  async function verify(response: Response): Promise<void> {
    expect(response.status).toBeLessThan(500);
    const location = response.headers.get('location');
    if (location !== null) expect(['http://localhost:3000', 'https://app.example']).toContain(new URL(location).origin);
    const action = /<form class="answers" method="post" action="([^"]*)"/.exec(await response.text())?.[1];
    if (action !== undefined)
      expect(['http://localhost:3000', 'https://app.example']).toContain(new URL(action).origin);
  }

  test('the authorization endpoint by GET and POST', async () => {
    await fc.assert(
      fc.asyncProperty(query(), fc.boolean(), async (body, posted) => {
        await verify(
          await (posted ? agent.send('/authorize', { method: 'POST', body }) : agent.send(`/authorize?${body}`)),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('the end session endpoint by GET and POST', async () => {
    await fc.assert(
      fc.asyncProperty(query(), fc.boolean(), async (body, posted) => {
        await verify(await (posted ? agent.send('/logout', { method: 'POST', body }) : agent.send(`/logout?${body}`)));
      }),
      { numRuns: 150 },
    );
  });

  test('raw query strings and paths', async () => {
    const raw = () => fc.string({ unit: fc.constantFrom(...'%&=+?/\\;:@.#[]0aFf€'), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(raw(), raw(), async (path, search) => {
        await verify(await agent.send(`/authorize?${search}`));
        await verify(await agent.send(`/interaction/${path}?${search}`));
        await verify(await agent.send(`/${path}`));
      }),
      { numRuns: 150 },
    );
  });
});
