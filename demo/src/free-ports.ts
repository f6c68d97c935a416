import { createServer } from 'node:net';
import { type Addresses, issuerOf, otherPorts, PARTS, type Part, portOf } from './addresses.ts';
import { DemoError } from './demo-error.ts';
import { DEMO } from './products/demo.ts';

/**
 * Throws DemoError, with the remedy, if a port of the demo is taken. Both loopback addresses are tried: a browser that
 * looks up `localhost` may meet another program on the one that we do not use.
 */
export async function assertPortsFree(addresses: Addresses): Promise<void> {
  for (const [part, origin] of Object.entries(addresses) as [Part, string][]) {
    const port = portOf(origin);
    if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) continue;
    throw new DemoError(await explainTaken(part, port, portOf(addresses.server)));
  }
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    // Only these two speak of the port; a machine without IPv6 answers something else.
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'EADDRINUSE' && code !== 'EACCES'));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

async function explainTaken(part: Part, port: number, first: number): Promise<string> {
  const choose = otherPorts(first);
  if (port < 1024) return `Port ${port}, which ${PARTS[part]} needs, is taken or reserved for the system.\n${choose}`;
  if (port === first && (await isXenia(port))) {
    return `Xenia is running on port ${port} already: open http://localhost:${port}/, or stop it first.`;
  }
  return `Port ${port}, which ${PARTS[part]} needs, is taken by another program.\n${choose}`;
}

async function isXenia(port: number): Promise<boolean> {
  try {
    const issuer = issuerOf({ server: `http://localhost:${port}` }, DEMO.tenant.name);
    const response = await fetch(`${issuer}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(1000) });
    return response.ok;
  } catch {
    return false;
  }
}
