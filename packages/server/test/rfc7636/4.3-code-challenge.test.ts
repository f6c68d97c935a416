import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redirected } from '../support/answers.ts';
import { CHALLENGE, type Changes, requestUrl } from '../support/authorization.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

describe('RFC 7636 §4.3, §4.4.1 The code challenge at the authorization endpoint', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const cases: readonly (readonly [string, Changes])[] = [
    ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }],
    ['a method without a challenge', { code_challenge: undefined }],
    ['plain', { code_challenge_method: 'plain' }],
    ['no method, which means plain', { code_challenge_method: undefined }],
    ['an unknown method', { code_challenge_method: 'S512' }],
    ['the method in lower case', { code_challenge_method: 's256' }],
    ['a challenge that is too short', { code_challenge: CHALLENGE.slice(1) }],
    ['a challenge that is too long', { code_challenge: `${CHALLENGE}A` }],
    ['padding', { code_challenge: `${CHALLENGE}=` }],
    ['plain base64', { code_challenge: `+/${CHALLENGE.slice(2)}` }],
  ];

  test.each(cases)(
    'catalogue 20: %s: MUST return invalid_request, also where PKCE is optional if it is there',
    async (_, changes) => {
      const clients = [
        await server.aClient(),
        await server.aClient({ token_endpoint_auth_method: 'none' }),
        ...('code_challenge_method' in changes &&
        changes.code_challenge_method === undefined &&
        'code_challenge' in changes
          ? []
          : [await server.aClient({ require_pkce: false })]),
      ];
      for (const client of clients) {
        expect(redirected(await server.fetch(requestUrl(client, changes))).parameters).toMatchObject({
          error: 'invalid_request',
          state: 'af0ifjsldkj',
        });
      }
    },
  );

  test('RFC 9700 §2.1.1 a confidential client may be registered to do without', async () => {
    const client = await server.aClient({ require_pkce: false });
    const response = await server.fetch(
      requestUrl(client, { code_challenge: undefined, code_challenge_method: undefined }),
    );
    expect(response.headers.get('location')).toContain('/interaction/');
  });
});
