import { describe, expect, test } from 'vitest';
import { errorPage, redirected } from '../support/answers.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp, aService } from '../support/installed-app.ts';
import { startServer } from '../support/start-server.ts';
import { authorizationUrl, authorize, basic, post, redeem, UserAgent } from '../support/user-agent.ts';
import { newestOf, tracesOf } from './traces-of.ts';

describeServer('the trace', {}, (server) => {
  test('a token request that succeeded is recorded with what it asked for and got', async () => {
    const service = await aService(server());
    const response = await post(server(), '/token', service, {
      grant_type: 'client_credentials',
      scope: 'invoices.read',
    });
    expect(await newestOf(server(), service)).toMatchObject({
      trace_id: response.headers.get('x-request-id'),
      parent_trace_id: null,
      endpoint: 'token',
      method: 'POST',
      status: 200,
      outcome: 'succeeded',
      error: null,
      reason: null,
      sub: service.client_id,
      parameters: [
        { name: 'grant_type', value: 'client_credentials', length: 18 },
        { name: 'scope', value: 'invoices.read', length: 13 },
      ],
      granted: { scope: 'invoices.read', gives: ['access_token'] },
      explanations: [],
    });
  });

  test('one that was refused is recorded under the id of its answer, also when the client did not prove who it is', async () => {
    const client = await server().aClient();
    const wrong = { ...client, client_secret: `${client.client_secret}x` };
    const response = await post(server(), '/token', wrong, { grant_type: 'authorization_code', code: 'x' });
    expect(response.status).toBe(401);
    expect(await newestOf(server(), client)).toMatchObject({
      trace_id: response.headers.get('x-request-id'),
      status: 401,
      outcome: 'refused',
      error: 'invalid_client',
      reason: 'client_secret_wrong',
    });
  });

  test('what was sent in a wrong format or by a wrong method is found by the client_id that it names', async () => {
    const client = await server().aClient();
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
    await server().fetch('/token', { ...json, body: JSON.stringify({ client_id: client.client_id, code: 'x' }) });
    await server().fetch('/token', { ...json, headers: { ...json.headers, authorization: basic(client) }, body: '{' });
    await server().fetch(`/token?client_id=${client.client_id}`);
    await post(server(), '/token', { client_id: client.client_id }, { client_assertion_type: 'x', state: 'y' });
    expect((await tracesOf(server(), client)).map(({ reason }) => reason).sort()).toEqual([
      'client_auth_method_mismatch',
      'content_type',
      'content_type',
      'http_405',
    ]);
  });

  test('a refusal on a page of our own is recorded under the id that the page shows', async () => {
    const client = await server().aClient();
    const response = await server().fetch(authorizationUrl(client, { redirect_uri: 'https://app.example/other' }));
    const { reference } = await errorPage(response);
    expect(await newestOf(server(), client)).toMatchObject({
      trace_id: reference,
      endpoint: 'authorization',
      status: 400,
      outcome: 'refused',
      reason: 'redirect_uri_mismatch',
    });
  });

  test('what the user does belongs to the request that asked: approved in the end', async () => {
    const { client, user } = await anInstalledApp(server());
    const [token, approval, request] = await tracesOf(server(), client);
    expect(token).toMatchObject({ endpoint: 'token', outcome: 'succeeded', sub: user.sub });
    expect(token?.granted?.gives).toEqual(['access_token', 'refresh_token', 'id_token']);
    expect(request).toMatchObject({ outcome: 'waiting', final_outcome: 'succeeded', parent_trace_id: null, sub: null });
    expect(approval).toMatchObject({
      endpoint: 'authorization',
      outcome: 'succeeded',
      parent_trace_id: request?.trace_id,
      sub: user.sub,
      granted: { gives: ['code'] },
    });
    expect(request?.follow_ups).toEqual([
      expect.objectContaining({ trace_id: approval?.trace_id, outcome: 'succeeded' }),
    ]);
  });

  test('denied in the end', async () => {
    const client = await server().aClient({ require_pkce: false });
    const agent = new UserAgent(server());
    const page = await (await agent.visit(authorizationUrl(client))).text();
    const answer = await agent.submit(page, { action: 'cancel' });
    expect(redirected(answer).parameters.error).toBe('access_denied');
    const [denied, request] = await tracesOf(server(), client);
    expect(denied).toMatchObject({ outcome: 'denied', error: 'access_denied', reason: 'user_denied' });
    expect(request).toMatchObject({ outcome: 'waiting', final_outcome: 'denied' });
  });

  test('an authorization that needs no page, or may show none, is one entry', async () => {
    const { client, user, authorized } = await anInstalledApp(server());
    const before = (await tracesOf(server(), client)).length;
    await authorize(server(), client, user, {}, authorized.agent);
    const silent = new UserAgent(server());
    await silent.visit(
      authorizationUrl(client, { prompt: 'none', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' }),
    );
    const [refused, approved, ...others] = await tracesOf(server(), client);
    expect(others).toHaveLength(before);
    expect(approved).toMatchObject({ outcome: 'succeeded', parent_trace_id: null, sub: user.sub });
    expect(refused).toMatchObject({ outcome: 'refused', error: 'login_required', reason: 'not_signed_in' });
  });

  test('introspection and revocation are recorded where they were refused only', async () => {
    const { client, access_token } = await anInstalledApp(server());
    const before = (await tracesOf(server(), client)).length;
    await post(server(), '/introspect', client, { token: access_token });
    await post(server(), '/revoke', client, {});
    const [refused, ...others] = await tracesOf(server(), client);
    expect(others).toHaveLength(before);
    expect(refused).toMatchObject({ endpoint: 'revocation', reason: 'token_missing' });
  });

  test('a page whose origin is not registered sees nothing of the answer; its developer sees why', async () => {
    const service = await aService(server());
    const parameters = { grant_type: 'client_credentials' };
    await post(server(), '/token', service, parameters, { origin: 'https://elsewhere.example' });
    const { outcome, explanations } = await newestOf(server(), service);
    expect(outcome).toBe('succeeded');
    expect(explanations).toEqual([
      expect.objectContaining({ received: 'https://elsewhere.example', what: expect.stringContaining('CORS') }),
    ]);
  });

  test('filters: by outcome, endpoint and time', async () => {
    const { client, authorized } = await anInstalledApp(server());
    server().clock.advance(10);
    await redeem(server(), client, authorized);
    const outcomes = async (filter: Parameters<typeof tracesOf>[2]) =>
      (await tracesOf(server(), client, filter)).map(({ outcome }) => outcome);
    expect(await outcomes({ outcome: 'refused' })).toEqual(['refused']);
    expect(await outcomes({ outcome: 'succeeded', endpoint: 'token' })).toEqual(['succeeded']);
    expect(await outcomes({ endpoint: 'authorization' })).toEqual(['succeeded', 'waiting']);
    expect(await outcomes({ since: server().clock() })).toEqual(['refused']);
  });

  test('what a client is no longer there for is shown to nobody', async () => {
    const service = await aService(server());
    await post(server(), '/token', service, { grant_type: 'client_credentials' });
    await server().deps.storage.clients.delete(
      (await server().tenant()).tenant_id,
      service.client_id,
      server().clock(),
    );
    await expect(tracesOf(server(), service)).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('how long and how much', () => {
  test('traceRetention: entries are removed after it', async () => {
    const server = await startServer({ settings: { traceRetention: 600 } });
    const service = await aService(server);
    await post(server, '/token', service, { grant_type: 'client_credentials' });
    expect(await tracesOf(server, service)).toHaveLength(1);
    // Storage keeps what has expired for an hour more, for the sake of clocks that differ.
    server.clock.advance(600 + 3_599);
    await server.deps.storage.maintenance.removeExpired(server.clock(), 500);
    expect(await tracesOf(server, service)).toHaveLength(1);
    server.clock.advance(1);
    await server.deps.storage.maintenance.removeExpired(server.clock(), 500);
    expect(await tracesOf(server, service)).toHaveLength(0);
    await server.close();
  });

  test('traceRetention 0: nothing is recorded', async () => {
    const server = await startServer({ settings: { traceRetention: 0 } });
    const service = await aService(server);
    await post(server, '/token', service, { grant_type: 'client_credentials' });
    await post(server, '/token', service, { grant_type: 'password' });
    expect(await tracesOf(server, service)).toEqual([]);
    await server.close();
  });

  test('a flood of one client is recorded in part, what failed never displaced by what succeeded; the rest is counted', async () => {
    const server = await startServer();
    const service = await aService(server);
    for (let turn = 0; turn < 105; turn++) await post(server, '/token', service, { grant_type: 'client_credentials' });
    await post(server, '/token', service, { grant_type: 'password' });
    await server.deps.traces.flush();
    const { tenant_id } = await server.tenant();
    const all = await server.deps.storage.traces.list(tenant_id, service.client_id, {}, { after: null, limit: 200 });
    expect(all.filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(100);
    expect(all.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
    const dropped = server.log.filter(({ event }) => event === 'traces_dropped').map(({ count }) => Number(count));
    expect(dropped.reduce((sum, count) => sum + count, 0)).toBe(5);
    await server.close();
  });
});
