import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEventReceiver, type EventAnswer, type ReceivedEvent } from '@xenia/resource-server';
import { operationsOn } from '../../src/cli/perform.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { revokeGrant } from '../../src/management/grants.ts';
import { listClientDeliveries } from '../../src/management/operations/deliveries.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';

export interface Posted {
  readonly method: string;
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** What a receiver does with one request. Without any left it says 200. */
export type Behaviour = number | 'hangs' | { status: number; headers?: Record<string, string>; body?: string };

export interface Receiver {
  readonly origin: string;
  readonly posted: Posted[];
  /** Taken from the front, one for each request. */
  readonly next: Behaviour[];
  /** Paths at which nothing is answered until `release`. */
  readonly silent: Set<string>;
  /** Resolves when so many requests have come in. */
  heard(count: number): Promise<void>;
  /** Answers what hangs, and from then on everywhere. */
  release(): void;
  close(): Promise<void>;
}

/** An app's server on this machine. */
export async function startReceiver(): Promise<Receiver> {
  const posted: Posted[] = [];
  const next: Behaviour[] = [];
  const silent = new Set<string>();
  const hanging: ServerResponse[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method = '', url = '', headers } = request;
    posted.push({ method, path: url, contentType: headers['content-type'], body });
    const behaviour = silent.has(url) ? 'hangs' : (next.shift() ?? 200);
    if (behaviour === 'hangs') hanging.push(response);
    else if (typeof behaviour === 'number') response.writeHead(behaviour).end();
    else response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
    for (const waiter of waiting) if (posted.length >= waiter.count) waiter.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    next,
    silent,
    heard: (count) =>
      posted.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
    release: () => {
      silent.clear();
      for (const response of hanging.splice(0)) response.writeHead(200).end();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What came of the notices for an app, as its owner sees it; the oldest first. */
export async function deliveriesOf(server: TestServer, { client_id }: Pick<IssuedClient, 'client_id'>) {
  const { performAll } = operationsOn(server.deps, server.tenant);
  return (await performAll(listClientDeliveries, { params: { client_id } })).reverse();
}

/** The app's side, with the SDK. */
export function sdkOf(server: TestServer, { client_id }: Pick<IssuedClient, 'client_id'>) {
  const events: ReceivedEvent[] = [];
  const receiver = createEventReceiver({
    issuer: server.issuer,
    client_id,
    fetch: (url, init) => server.fetch(String(url), init),
    clock: server.clock,
  });
  return {
    events,
    receive: ({ contentType, body }: Pick<Posted, 'contentType' | 'body'>): Promise<EventAnswer> =>
      receiver.receive({ contentType, body }, (event) => void events.push(event)),
  };
}

export function claimsOf(posted: Posted | undefined): Record<string, unknown> {
  const token = posted?.contentType?.startsWith('application/secevent+jwt')
    ? posted.body
    : (new URLSearchParams(posted?.body).get('logout_token') ?? '');
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

/** The user allows the app something, and an operator takes it back: one notice for the app's webhook. */
export async function uninstall(server: TestServer, { client_id }: IssuedClient, { sub }: TestUser): Promise<string> {
  const { storage, random, clock } = server.deps;
  const tenant = await server.tenant();
  const now = clock();
  const family = {
    tenant_id: tenant.tenant_id,
    family_id: random(16).toString('hex'),
    client_id,
    sub,
    scope: 'openid',
    resource: '[]',
    claims: null,
    nonce: null,
    dialect: null,
    sid: null,
    auth_time: now,
    amr: 'pwd',
    acr: '1',
    created_at: now,
    expires_at: now + 600,
  };
  const grant_id = random(16).toString('hex');
  const nothing = { interaction_id: null, organization: null, code: null, access_token: null };
  const approval = { ...nothing, grant_id, allow_scope: 'openid', family };
  await storage.grants.approve(approval, now);
  await revokeGrant(server.deps, tenant, grant_id);
  return grant_id;
}
