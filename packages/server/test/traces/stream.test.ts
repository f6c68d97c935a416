import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { streamTraces, type TraceStreamEvent } from '../../src/management/traces.ts';
import { aService } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { post } from '../support/user-agent.ts';

describe('streamTraces', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const request = async (client: { client_id: string }) => {
    const response = await post(server, '/token', client, { grant_type: 'client_credentials' });
    await server.deps.traces.flush();
    return response.headers.get('x-request-id') ?? '';
  };

  /** All that comes until the stream ends; `then` happens second by second. */
  async function streamed(client_id: string, then: (second: number) => Promise<void>, signal?: AbortSignal) {
    let second = 0;
    const pause = async () => {
      server.clock.advance(1);
      second += 1;
      await then(second);
    };
    const events: TraceStreamEvent[] = [];
    for await (const event of streamTraces(server.deps, await server.tenant(), client_id, { pause, signal })) {
      events.push(event);
    }
    return { events, seconds: second };
  }

  test('brings each request once, in order, from now on, and ends after ten minutes', async () => {
    const [service, other] = [await aService(server), await aService(server)];
    await request(service);
    server.clock.advance(1);
    const expected: string[] = [];
    const { events, seconds } = await streamed(service.client_id, async (second) => {
      if (second > 3) return;
      expected.push(await request(service), await request(service));
      await request(other);
    });
    const ids = events.flatMap((event) => (event.event === 'trace' ? [event.trace.trace_id] : []));
    expect(ids).toEqual(expected);
    expect(seconds).toBe(600);
  });

  test('says every 15 seconds that it is alive', async () => {
    const service = await aService(server);
    const { events } = await streamed(service.client_id, async () => {});
    expect(events).toHaveLength(39);
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(['heartbeat']));
  });

  test('ends when nobody listens any more', async () => {
    const service = await aService(server);
    const listener = new AbortController();
    const { seconds } = await streamed(
      service.client_id,
      async (second) => {
        if (second === 3) listener.abort();
      },
      listener.signal,
    );
    expect(seconds).toBe(3);
  });

  test('of a client that there is not: not found before anything comes', async () => {
    const stream = streamTraces(server.deps, await server.tenant(), 'app_none');
    await expect(stream.next()).rejects.toMatchObject({ kind: 'not_found' });
  });
});
