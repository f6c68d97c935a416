import { generateKeyPairSync, sign } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type App, createApp } from '../../src/app.ts';
import type { RunningApp } from '../interop/visitor.ts';
import { startServer, type TestServer, type TestServerOptions } from './start-server.ts';

/**
 * Serves an app under https on a free port of the loopback, with a certificate that nobody trusts. Two hosts below `localhost` are two
 * sites to a browser (they share no registrable domain), as an issuer and an app are.
 */
export async function serveHttps(app: RequestListener, host: string): Promise<RunningApp> {
  const server = createServer(selfSigned(), app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { origin: `https://${host}:${port}`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
}

/** A whole server under https, with the machine's clock. */
export async function httpsServer(host: string, options: TestServerOptions = {}): Promise<TestServer> {
  let app: App | undefined;
  const listener = getRequestListener(async (request) => (await app?.fetch(request)) ?? new Response(null));
  const front = await serveHttps(listener, host);
  const clock = () => Math.floor(Date.now() / 1000);
  const server = await startServer({ publicUrl: front.origin, ...options, deps: { clock, ...options.deps } });
  app = createApp(server.deps);
  return {
    ...server,
    close: async () => {
      await front.close();
      await server.close();
    },
  };
}

/** DER (X.690 §8.1): tag, length, content. */
function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

/** The least that is a certificate (RFC 5280 §4.1): CN=test, valid from 2020 to 2049. */
function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const sequence = (...content: Uint8Array[]) => der(0x30, ...content);
  const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
  const name = sequence(der(0x31, sequence(Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('test')))));
  const time = (text: string) => der(0x17, Buffer.from(text));
  const certified = sequence(
    Buffer.from('a003020102020101', 'hex'),
    ecdsaWithSha256,
    name,
    sequence(time('200101000000Z'), time('491231000000Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', certified, privateKey));
  const body = sequence(certified, ecdsaWithSha256, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
  };
}
