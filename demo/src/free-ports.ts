import { createServer } from 'node:net';
import { type Addresses, portCommand } from './addresses.ts';
import { DemoError } from './demo-error.ts';

/**
 * Throws DemoError, with the remedy, if a port of the demo is taken. Both loopback addresses are tried: a browser that
 * looks up `localhost` may meet another program on the one that we do not use.
 */
export async function assertPortsFree(addresses: Addresses): Promise<void> {
  const parts = [
    ['the server', addresses.server],
    ['the sample API', addresses.api],
    ['the sample app', addresses.app],
  ] as const;
  for (const [part, origin] of parts) {
    const port = Number(new URL(origin).port || 80);
    if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) continue;
    throw new DemoError(await explainTaken(part, port, Number(new URL(addresses.server).port || 80)));
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

async function explainTaken(part: string, port: number, first: number): Promise<string> {
  const other = first + 1000 > 65_533 ? 4000 : first + 1000;
  const choose = `Choose other ports: ${portCommand(other)}  (takes ${other}, ${other + 1} and ${other + 2})`;
  if (port < 1024) return `Port ${port}, which ${part} needs, is taken or reserved for the system.\n${choose}`;
  if (port === first && (await isXenia(port))) {
    return `Xenia is running on port ${port} already: open http://localhost:${port}/, or stop it first.`;
  }
  return `Port ${port}, which ${part} needs, is taken by another program.\n${choose}`;
}

async function isXenia(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://localhost:${port}/demo/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(1000),
    });
    return response.ok;
  } catch {
    return false;
  }
}
