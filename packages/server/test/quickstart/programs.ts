import { expect, test, vi } from 'vitest';
import type { NewClientInput } from '../../src/management/contract.ts';
import type { Language } from '../../src/management/quickstart/index.ts';
import { Visitor } from '../interop/visitor.ts';
import { type Product, SERVICE, SIGN_IN } from './product.ts';
import { freePort, run, titled } from './runtimes.ts';

/** What each language's programs are put through: one of each flow, and of each way to authenticate. */
export function describePrograms(language: Language, product: () => Product, reason: string | null): void {
  const skipped = test.skipIf(reason !== null);
  // A compiler on a machine that has built nothing yet.
  vi.setConfig({ testTimeout: 180_000 });

  skipped.each(['client_secret_basic', 'client_secret_post', 'none'])(
    titled('RFC 6749 §4.1, RFC 7636: signs a user in, refreshes and calls the API, as a client with %s', reason),
    (token_endpoint_auth_method) => signsIn(product(), language, { token_endpoint_auth_method }),
  );

  skipped(titled('RFC 6749 §10.12: an answer to a sign-in that this browser did not begin is refused', reason), () =>
    refusesForeignAnswers(product(), language),
  );

  skipped(titled('RFC 6749 §4.4: a service gets a token and calls the API', reason), async () => {
    const { register, quickstart, calls } = product();
    const service = await register(SERVICE);
    const program = run(await quickstart(language, service), { CLIENT_SECRET: service.client_secret });
    const status = await program.end;
    expect({ status, said: program.output() }).toMatchObject({ status: 0, said: /./ });
    expect(program.output()).toContain(JSON.stringify({ books: [`of ${service.client_id}`] }));
    expect(calls.at(-1)).toMatchObject({ client_id: service.client_id, scope: 'books.read' });
  });

  skipped(titled('RFC 7662 §2: an API asks about a token', reason), async () => {
    const { register, quickstart, aToken, resource } = product();
    const service = await register(SERVICE);
    const api = await register({ client_name: 'API', grant_types: ['client_credentials'], resource: [resource] });
    const variables = { CLIENT_SECRET: api.client_secret, ACCESS_TOKEN: await aToken(service) };
    const program = run(await quickstart(language, api), variables);
    await program.end;
    const [line = ''] = /\{.*\}/.exec(program.output()) ?? [];
    expect(line).not.toBe('');
    expect(JSON.parse(line)).toMatchObject({ active: true, client_id: service.client_id, scope: 'books.read' });
  });
}

/** With a client that returns to a port which is free just now. */
export async function signsIn(product: Product, language: Language, metadata: NewClientInput): Promise<void> {
  const port = await freePort();
  const redirect_uris = [`http://localhost:${port}/callback`];
  const client = await product.register({ ...SIGN_IN, redirect_uris, ...metadata });
  const user = await product.server.aUser();
  const program = run(await product.quickstart(language, client), { CLIENT_SECRET: client.client_secret });
  const before = product.tokenRequests();
  try {
    await program.says(/Open http/);
    const response = await new Visitor(product.server, user).browse(`http://localhost:${port}/`);
    expect(await response.text()).toBe(JSON.stringify({ books: [`of ${user.sub}`] }));
    expect(response.status).toBe(200);
    expect(program.output()).toContain(client.client_name);
  } finally {
    program.stop();
    await program.end;
  }
  expect(product.calls.at(-1)).toMatchObject({ client_id: client.client_id, sub: user.sub });
  expect(product.tokenRequests() - before).toBe(client.grant_types.includes('refresh_token') ? 2 : 1);
}

async function refusesForeignAnswers(product: Product, language: Language): Promise<void> {
  const port = await freePort();
  const callback = `http://localhost:${port}/callback`;
  const client = await product.register({ ...SIGN_IN, redirect_uris: [callback], token_endpoint_auth_method: 'none' });
  const program = run(await product.quickstart(language, client), {});
  const before = product.tokenRequests();
  try {
    await program.says(/Open http/);
    const { headers } = await fetch(`http://localhost:${port}/`, { redirect: 'manual' });
    const begun = new URL(headers.get('location') ?? '');
    expect(begun.href.startsWith(product.server.issuer)).toBe(true);
    const state = begun.searchParams.get('state') ?? '';
    const cookie = headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    const { issuer } = product.server;
    for (const [answer, sent] of [
      [{ code: 'a', state, iss: issuer }, ''],
      [{ code: 'a', state: 'another', iss: issuer }, cookie],
      [{ code: 'a', state, iss: 'https://evil.example' }, cookie],
      [{ error: 'access_denied', state, iss: issuer }, cookie],
    ] as const) {
      const response = await fetch(`${callback}?${new URLSearchParams({ ...answer })}`, { headers: { cookie: sent } });
      expect(response.status).toBe(502);
    }
  } finally {
    program.stop();
    await program.end;
  }
  expect(product.tokenRequests()).toBe(before);
}
