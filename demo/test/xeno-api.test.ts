import { afterAll, beforeAll, expect, test } from 'vitest';
import { aResourceServerClient } from '../../packages/server/test/support/installed-app.ts';
import { type FakeClock, fakeClock, type TestServer } from '../../packages/server/test/support/start-server.ts';
import { post } from '../../packages/server/test/support/user-agent.ts';
import { anApp, CHAT, credentials, install, startXeno } from '../../packages/server/test/xeno/chat.ts';
import { createXenoApi } from '../src/xeno/api/chat-api.ts';

let server: TestServer;
let clock: FakeClock;
let api: ReturnType<typeof createXenoApi>;

beforeAll(async () => {
  server = await startXeno();
  clock = fakeClock();
  api = createXenoApi({
    issuer: server.issuer,
    api: CHAT,
    introspection: credentials(await aResourceServerClient(server, CHAT)),
    clock,
    fetch: (input, init) => Promise.resolve(server.fetch(String(input), init)),
  });
});

afterAll(() => server.close());

function call(token: string, path: string, body?: unknown): Promise<Response> {
  const init =
    body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
  return Promise.resolve(api.request(path, { ...init, headers: { authorization: `Bearer ${token}` } }));
}

async function aToken(scope: string): Promise<string> {
  return install(server, await anApp(server), await server.aUser(), { scope });
}

test('each collection opens to its own scope, and says whose it is', async () => {
  const token = await aToken('widgets faqs conversations');
  for (const name of ['widgets', 'faqs', 'conversations']) {
    const response = await call(token, `/v1/${name}`);
    expect(response.status).toBe(200);
    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toMatchObject({ account: expect.stringMatching(/./), app: expect.stringMatching(/./) });
    expect(body[name]).not.toHaveLength(0);
  }
  const refused = await call(token, '/v1/contacts');
  expect(refused.status).toBe(403);
  expect(refused.headers.get('www-authenticate')).toMatch(/error="insufficient_scope".*scope="contacts"/);
});

test('what one user is told, another is not', async () => {
  const [one, other] = [await aToken('conversations'), await aToken('conversations')];
  const body = { conversation_id: 'c_1', text: 'A raft is on its way.' };
  expect((await call(one, '/v1/conversations', body)).status).toBe(201);
  expect(await (await call(one, '/v1/conversations')).text()).toContain('A raft is on its way.');
  expect(await (await call(other, '/v1/conversations')).text()).not.toContain('A raft is on its way.');
});

test('an answer is refused that is none, too long, or in no conversation', async () => {
  const token = await aToken('conversations');
  for (const body of [
    '',
    '[]',
    'null',
    '{"text":"x"}',
    { conversation_id: 'c_1', text: ' ' },
    { conversation_id: 'c_1', text: 'x'.repeat(281) },
  ]) {
    expect((await call(token, '/v1/conversations', body)).status).toBe(400);
  }
  expect((await call(token, '/v1/conversations', { conversation_id: 'c_9', text: 'x' })).status).toBe(404);
  expect((await call(token, '/v1/conversations', 'x'.repeat(20_000))).status).toBe(413);
  expect((await call(await aToken('faqs'), '/v1/conversations', { conversation_id: 'c_1', text: 'x' })).status).toBe(
    403,
  );
});

test('"until the installing user revokes the token": a revoked token is refused a second later', async () => {
  const app = await anApp(server);
  const token = await install(server, app, await server.aUser(), { scope: 'faqs' });
  expect((await call(token, '/v1/faqs')).status).toBe(200);
  await post(server, '/oauth/revoke', app, { token });
  clock.advance(1);
  const refused = await call(token, '/v1/faqs');
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
});

test('"these access tokens do not expire": ten years later it is as good', async () => {
  const token = await aToken('faqs');
  clock.advance(10 * 365 * 86_400);
  server.clock.advance(10 * 365 * 86_400);
  expect((await call(token, '/v1/faqs')).status).toBe(200);
});
