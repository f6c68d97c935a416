import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOutboundFetch, type OutboundFetchError, type Resolver } from '../../src/http/outbound-fetch.ts';

let server: Server;
let port: number;
let connections: number;
let answer: RequestListener;

beforeEach(async () => {
  connections = 0;
  answer = (_request, response) => response.end('{"keys":[]}');
  server = createServer((request, response) => answer(request, response)).on('connection', () => connections++);
  // On every interface, so that a connection by any of the machine's addresses would be counted.
  await once(server.listen(0, '::'), 'listening');
  port = (server.address() as AddressInfo).port;
});

afterEach(async () => {
  server.closeAllConnections();
  await once(server.close(), 'close');
});

/** A resolver that answers with these addresses, each call taking the next of `answers`. */
function resolver(...answers: string[][]): Resolver {
  return (_hostname, _options, callback) => {
    const addresses = answers.length > 1 ? answers.shift() : answers[0];
    callback(
      null,
      (addresses ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: OutboundFetchError) => error.reason,
  );

describe('catalogue 60: no connection is made', () => {
  const guarded = createOutboundFetch({ allowPrivateNetworks: false });

  test.each([
    ...[
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '0.0.0.0',
      '0',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
    ],
    ...[
      '[::ffff:169.254.169.254]',
      '169.254.169.254',
      '[64:ff9b::7f00:1]',
      '10.0.0.1',
      '100.64.0.1',
      '[fd00::1]',
      '[fe80::1]',
    ],
  ])('to the address %s in the URL', async (host) => {
    expect(await refusal(guarded(`https://${host}:${port}/jwks`))).toBe('forbidden_address');
    expect(connections).toBe(0);
  });

  test('to a name of this machine', async () => {
    expect(await refusal(guarded(`https://localhost:${port}/jwks`))).toBe('forbidden_address');
    expect(connections).toBe(0);
  });

  test.each([[['127.0.0.1']], [['::1']], [['::ffff:127.0.0.1']], [['8.8.8.8', '127.0.0.1']], [['0.0.0.0']]])(
    'to a name that resolves to %j',
    async (addresses) => {
      const fetch = createOutboundFetch({ allowPrivateNetworks: false, lookup: resolver(addresses) });
      expect(await refusal(fetch(`https://app.example:${port}/jwks`))).toBe('forbidden_address');
      expect(connections).toBe(0);
    },
  );

  test('to a name that resolves to a public address first and to loopback when the connection is made (rebinding)', async () => {
    const lookup = resolver([], ['127.0.0.1']);
    const fetch = createOutboundFetch({ allowPrivateNetworks: false, lookup });
    expect(await refusal(fetch(`https://app.example:${port}/jwks`))).toBe('unreachable');
    expect(await refusal(fetch(`https://app.example:${port}/jwks`))).toBe('forbidden_address');
    expect(connections).toBe(0);
  });

  test('to the metadata service of a cloud even where private networks are allowed', async () => {
    const fetch = createOutboundFetch({ allowPrivateNetworks: true });
    expect(await refusal(fetch('https://169.254.169.254/latest'))).toBe('forbidden_address');
  });

  test.each([
    'http://app.example/jwks',
    'http://127.0.0.1/jwks',
    'ftp://app.example/',
    'file:///etc/passwd',
    'data:,x',
  ])('without https: %s', async (url) => {
    expect(
      await refusal(createOutboundFetch({ allowPrivateNetworks: false, lookup: resolver(['127.0.0.1']) })(url)),
    ).toBe('insecure_url');
    expect(connections).toBe(0);
  });

  test('with http to a host that is not loopback even where private networks are allowed', async () => {
    const fetch = createOutboundFetch({ allowPrivateNetworks: true, lookup: resolver(['127.0.0.1']) });
    expect(await refusal(fetch(`http://app.example:${port}/`))).toBe('insecure_url');
    expect(connections).toBe(0);
  });

  test.each(['not a url', '', 'https://user:secret@app.example/'])('to %j', async (url) => {
    expect(await refusal(guarded(url))).toBe('invalid_url');
  });
});

describe('with loopback allowed, as in development', () => {
  const fetch = createOutboundFetch({ allowPrivateNetworks: false, allowLoopback: true });

  test('this machine is reached, also with plain http', async () => {
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
  });

  test.each(['https://10.0.0.1/', 'https://192.168.1.1/', 'https://[fd00::1]/', 'https://169.254.169.254/'])(
    'other machines inside are not: %s',
    async (inside) => {
      expect(await refusal(fetch(inside))).toBe('forbidden_address');
    },
  );

  test('nor by a name that resolves to one of them', async () => {
    const rebound = createOutboundFetch({
      allowPrivateNetworks: false,
      allowLoopback: true,
      lookup: resolver(['10.0.0.1']),
    });
    expect(await refusal(rebound(`https://app.example:${port}/`))).toBe('forbidden_address');
  });
});

describe('with private networks allowed', () => {
  const fetch = createOutboundFetch({ allowPrivateNetworks: true });
  const url = (path = '/') => `http://127.0.0.1:${port}${path}`;

  test('gives status, headers and body', async () => {
    answer = (request, response) =>
      response.writeHead(201, { 'Cache-Control': 'max-age=60' }).end(`${request.url} ${request.headers.accept}`);
    const response = await fetch(url('/jwks?x=1'), { accept: 'application/jwt' });
    expect(response).toMatchObject({ status: 201, body: '/jwks?x=1 application/jwt' });
    expect(response.headers['cache-control']).toBe('max-age=60');
  });

  test('posts what it is given, with its content type', async () => {
    answer = async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      response.end(`${request.method} ${request.headers['content-type']} ${body}`);
    };
    const post = { contentType: 'application/secevent+jwt', body: 'a.b.ü' };
    expect((await fetch(url(), { post })).body).toBe('POST application/secevent+jwt a.b.ü');
    expect((await fetch(url())).body).toBe('GET undefined ');
  });

  test('catalogue 61: a posted request is not redirected either', async () => {
    answer = (request, response) =>
      request.url === '/' ? response.writeHead(308, { location: url('/inside') }).end() : response.end('inside');
    expect(await refusal(fetch(url(), { post: { contentType: 'text/plain', body: 'x' } }))).toBe('redirected');
    expect(connections).toBe(1);
  });

  test('catalogue 61: a redirect is not followed', async () => {
    answer = (request, response) =>
      request.url === '/' ? response.writeHead(302, { location: url('/inside') }).end() : response.end('inside');
    expect(await refusal(fetch(url()))).toBe('redirected');
    expect(connections).toBe(1);
  });

  test('an answer that does not end is cut off at maxBytes', async () => {
    answer = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    };
    expect(await refusal(fetch(url(), { maxBytes: 50_000 }))).toBe('too_large');
  });

  test('an answer that does not come is given up after the timeout', async () => {
    answer = () => undefined;
    expect(await refusal(fetch(url(), { timeout: 0.2 }))).toBe('timeout');
  });

  test('an answer that trickles is given up after the timeout', async () => {
    answer = (_request, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    };
    expect(await refusal(fetch(url(), { timeout: 0.2 }))).toBe('timeout');
  });

  test('a port that nobody listens on is unreachable', async () => {
    const closed = createServer();
    await once(closed.listen(0, '127.0.0.1'), 'listening');
    const { port: free } = closed.address() as AddressInfo;
    await once(closed.close(), 'close');
    expect(await refusal(fetch(`http://127.0.0.1:${free}/`))).toBe('unreachable');
  });
});
