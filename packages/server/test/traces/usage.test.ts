import { expect, test } from 'vitest';
import { getUsage } from '../../src/management/usage.ts';
import { createTraceRecorder } from '../../src/traces/recorder.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp, aService } from '../support/installed-app.ts';
import { serverWith, type TestServer } from '../support/start-server.ts';
import { post, refresh } from '../support/user-agent.ts';

describeServer('usage', { settings: { traceRetention: 0 } }, (server) => {
  const usage = async ({ client_id }: { client_id: string }, days: number) => {
    await server().deps.traces.flush();
    return getUsage(server().deps, await server().tenant(), client_id, days);
  };

  test('tokens, users and errors by kind, for each day; a user counts once a day', async () => {
    const client = await server().aClient();
    const ada = await anInstalledApp(server(), { client });
    const bob = await anInstalledApp(server(), { client });
    await server().deps.traces.flush();
    await refresh(server(), client, ada.refresh_token);
    await refresh(server(), client, 'xrt_wrong');
    await post(server(), '/token', client, { grant_type: 'password' });
    await post(server(), '/token', client, {});
    const [yesterday, today] = [
      {
        day: '2027-01-15',
        tokens: 3,
        users: 2,
        errors: { invalid_grant: 1, invalid_request: 1, unsupported_grant_type: 1 },
      },
      { day: '2027-01-16', tokens: 1, users: 1, errors: {} },
    ];
    expect(await usage(client, 1)).toEqual([yesterday]);
    server().clock.advance(86_400);
    await refresh(server(), client, bob.refresh_token);
    expect(await usage(client, 3)).toEqual([{ day: '2027-01-14', tokens: 0, users: 0, errors: {} }, yesterday, today]);
    expect(await usage(client, 1)).toEqual([today]);
  });

  test('a service that acts for itself is no user', async () => {
    const service = await aService(server());
    await post(server(), '/token', service, { grant_type: 'client_credentials' });
    expect(await usage(service, 1)).toMatchObject([{ tokens: 1, users: 0 }]);
  });

  test('two processes that count at once lose nothing, and count a user once', async () => {
    const client = await server().aClient();
    const app = await anInstalledApp(server(), { client });
    const others: TestServer[] = [1, 2, 3].map(() =>
      serverWith(server(), { traces: createTraceRecorder(server().deps) }),
    );
    const tokens = await Promise.all(
      others.map(async (other) => (await anInstalledApp(other, { client, user: app.user })).tokens),
    );
    expect(tokens).toHaveLength(3);
    await Promise.all(others.map((other) => other.deps.traces.flush()));
    expect(await usage(client, 1)).toMatchObject([{ tokens: 4, users: 1 }]);
  });
});
