import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

/** A person with a browser without a screen, who goes back and forth between an app and the server. */
export class Visitor {
  /** Cookies of the server and cookies of the app: each sees its own only. */
  readonly #atServer: UserAgent;
  readonly #atApp: UserAgent;
  readonly #issuer: string;
  readonly #user: TestUser;

  constructor(server: TestServer, user: TestUser) {
    this.#atServer = new UserAgent(server);
    this.#atApp = new UserAgent(server);
    this.#issuer = server.issuer;
    this.#user = user;
  }

  /** Opens a page of the server and answers whatever it asks, with yes. Returns the request that reaches the app in the end. */
  async arrive(url: string): Promise<Request> {
    let response = await this.#atServer.visit(url);
    for (let pages = 0; pages < 5; pages++) {
      const location = response.headers.get('location');
      if (location !== null) return new Request(location);
      const page = await response.text();
      const posted = formForAnother(this.#issuer, page);
      if (posted !== null) return posted;
      if (response.status !== 200) throw new Error(`the server refused: ${response.status} ${page}`);
      response = page.includes('name="password"')
        ? await this.#atServer.signIn(page, this.#user)
        : await this.#atServer.submit(page, { decision: 'allow', scope: offeredScopes(page) });
    }
    throw new Error('the server asks without end');
  }

  /** Opens a page of the app, goes wherever it and the server lead, and returns the page of the app where that ends. */
  async browse(url: string): Promise<Response> {
    let request = new Request(url);
    for (let hops = 0; hops < 10; hops++) {
      if (request.url.startsWith(`${this.#issuer}/`)) {
        request = await this.arrive(request.url);
        continue;
      }
      const { method, headers } = request;
      const body = method === 'POST' ? { body: await request.text() } : {};
      const response = await this.#atApp.send(request.url, { method, headers, ...body });
      const location = response.headers.get('location');
      if (location === null) return response;
      request = new Request(new URL(location, request.url));
    }
    throw new Error('too many redirects');
  }
}

/** What a browser would post when it runs the page's form (OAuth 2.0 Form Post Response Mode §2). */
function formForAnother(issuer: string, page: string): Request | null {
  const action = /<form[^>]* action="([^"]*)"/.exec(page)?.[1];
  if (action === undefined || action.startsWith(issuer)) return null;
  const body = new URLSearchParams();
  for (const [, name = '', value = ''] of page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)) {
    body.append(name, value.replaceAll('&amp;', '&'));
  }
  return new Request(action, { method: 'POST', body });
}

function offeredScopes(page: string): string[] {
  return [...page.matchAll(/name="scope" value="([^"]*)"/g)].map(([, name = '']) => name);
}

export interface RunningApp {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves an app on a free port of the loopback. `host` is how browsers are to call it. */
export async function serveApp(app: RequestListener, host = '127.0.0.1'): Promise<RunningApp> {
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${host}:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
