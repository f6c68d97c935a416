import { createInterface } from 'node:readline';
import { requestUrl } from '../support/authorization.ts';
import { startServer } from '../support/start-server.ts';

/**
 * A server whose files may not grow beyond the limit that it was started under. It writes until it is refused, reports, waits for a
 * line (meanwhile the limit is raised) and reports again.
 */
const server = await startServer();
const client = await server.aClient();
const ask = () => server.fetch(requestUrl(client, { state: 'x'.repeat(3000) }));
const interactions: string[] = [];

let refused: Response | undefined;
while (refused === undefined && interactions.length < 5000) {
  const response = await ask();
  if (response.status === 303) interactions.push(response.headers.get('location') ?? '');
  else refused = response;
}
report({
  acknowledged: interactions.length,
  status: refused?.status,
  retry_after: refused?.headers.get('retry-after'),
  discovery: (await server.fetch('/.well-known/openid-configuration')).status,
  jwks: (await server.fetch('/jwks')).status,
});

for await (const _line of createInterface({ input: process.stdin })) break;
const again = await ask();
// What was acknowledged is there: a page for this browser only (403), not an unknown one (400).
const kept = await Promise.all(interactions.map(async (url) => (await server.fetch(url)).status));
report({ status: again.status, lost: kept.filter((status) => status !== 403).length });
await server.close();
process.exit(0);

function report(facts: object): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`);
}
