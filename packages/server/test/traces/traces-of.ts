import { listTraces, type TraceInformation } from '../../src/management/traces.ts';
import type { TraceFilter } from '../../src/storage/trace-port.ts';
import type { TestServer } from '../support/start-server.ts';

/** All that is recorded of a client, newest first. */
export async function tracesOf(
  server: TestServer,
  { client_id }: { client_id: string },
  filter: TraceFilter = {},
): Promise<TraceInformation[]> {
  await server.deps.traces.flush();
  const rows = await listTraces(server.deps, await server.tenant(), client_id, { filter, after: null, limit: 100 });
  return rows.map(({ trace }) => trace);
}

/** The newest one. Fails if there is none. */
export async function newestOf(server: TestServer, client: { client_id: string }): Promise<TraceInformation> {
  const [newest] = await tracesOf(server, client);
  if (newest === undefined) throw new Error('nothing was recorded');
  return newest;
}
