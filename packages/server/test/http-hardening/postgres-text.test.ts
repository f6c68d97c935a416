import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorPage, redirected } from '../support/answers.ts';
import { requestForm, requestParameters, requestUrl, signedInAgent } from '../support/authorization.ts';
import { createPostgresDatabase, type TestDatabase } from '../support/postgres.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { basic, UserAgent } from '../support/user-agent.ts';

/** PostgreSQL knows no NUL and no lone surrogate in text and fails where SQLite shrugs. */
const HOSTILE = ['\0', 'a\0b', '\ud800', '\uffff', '\u0001', "'", '\\', '%', '_', '\u202e'];

describe('fault 15: text that PostgreSQL does not accept is refused before it gets there', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createPostgresDatabase();
    server = await startServer({ databaseUrl: database.connectionString });
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  test.each(HOSTILE)('%j in any parameter of an authorization request', async (text) => {
    const client = await server.aClient();
    for (const name of [
      ...new Set(requestParameters(client).keys()),
      'nonce',
      'login_hint',
      'ui_locales',
      'resource',
      'claims',
    ]) {
      for (const response of [
        await server.fetch(requestUrl(client, { [name]: text })),
        await server.fetch('/authorize', requestForm(client, { [name]: text })),
      ]) {
        expect([name, response.status]).toEqual([name, name === 'client_id' || name === 'redirect_uri' ? 400 : 303]);
      }
    }
  });

  test.each(HOSTILE)('%j as the client_id of a token request or of a logout', async (text) => {
    const form = { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }) };
    const authorization = basic({ client_id: text, client_secret: text });
    const answer = await server.fetch('/token', { ...form, headers: { authorization } });
    expect(answer.status).toBe(401);
    const logout = await server.fetch(`/logout?${new URLSearchParams({ client_id: text })}`);
    expect([200, 400]).toContain(logout.status);
  });

  test.each(HOSTILE)('%j in the login form', async (text) => {
    const agent = new UserAgent(server);
    const page = await (await agent.visit(requestUrl(await server.aClient()))).text();
    const response = await agent.submit(page, { email: `${text}@example.com`, password: text });
    expect([400, 422]).toContain(response.status);
  });

  test('the whole way to a code, and a page for what is wrong', async () => {
    const client = await server.aClient();
    const agent = await signedInAgent(server, await server.aUser());
    const page = await (await agent.visit(requestUrl(client))).text();
    expect(redirected(await agent.submit(page, { decision: 'allow' })).parameters).toHaveProperty('code');
    expect(redirected(await agent.send(requestUrl(client, { prompt: 'none' }))).parameters).toHaveProperty('code');
    expect((await agent.submit(page, { decision: 'allow' })).status).toBe(409);
    const hostile = page.replaceAll(/client_id=[^&]*&/g, 'client_id=%00&');
    await errorPage(await agent.submit(hostile, { decision: 'allow' }));
  });
});
