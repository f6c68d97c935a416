import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewClientInput } from '../../src/management/contract.ts';
import { Visitor } from '../interop/visitor.ts';
import { type Product, SERVICE, SIGN_IN, startProduct } from './product.ts';
import { run, titled, whyNot } from './runtimes.ts';

const reason = whyNot('curl');

describe.skipIf(reason !== null)(titled('the quickstart for curl', reason), () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  /** What it said in the end. `answered`: what the user pastes, given where the browser ended. */
  async function signIn(metadata: NewClientInput, answered = (landed: string) => landed) {
    const client = await product.register({
      ...SIGN_IN,
      redirect_uris: ['https://app.example/cb?from=here'],
      ...metadata,
    });
    const user = await product.server.aUser();
    const program = run(await product.quickstart('curl', client), { CLIENT_SECRET: client.client_secret });
    const [url] = await program.says(/^http\S+$/m);
    program.hear(answered((await new Visitor(product.server, user).arrive(url)).url));
    return { client, user, status: await program.end, output: program.output() };
  }

  test.each<NewClientInput>([
    { token_endpoint_auth_method: 'client_secret_basic' },
    { token_endpoint_auth_method: 'client_secret_post' },
    { token_endpoint_auth_method: 'none' },
    { token_endpoint_auth_method: 'none', application_type: 'native', redirect_uris: ['com.example.app:/cb'] },
    { token_endpoint_auth_method: 'none', application_type: 'native', redirect_uris: ['http://127.0.0.1/cb'] },
  ])('RFC 6749 §4.1, RFC 7636: signs a user in, refreshes and calls the API: %j', async (metadata) => {
    const before = product.tokenRequests();
    const { client, user, status, output } = await signIn(metadata);
    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining(`of ${user.sub}`) });
    expect(output).toContain(`to sign in with ${client.client_name}:`);
    expect(product.calls.at(-1)).toMatchObject({ client_id: client.client_id, sub: user.sub });
    expect(product.tokenRequests() - before).toBe(2);
  });

  test.each([
    ['another state', (url: string) => url.replace(/state=[^&]+/, 'state=another')],
    ['another issuer (RFC 9207 §2.4)', (url: string) => url.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.example')],
    ['an error', (url: string) => url.replace(/code=[^&]+/, 'error=access_denied')],
  ])('RFC 6749 §10.12: an answer with %s is refused, and no token asked for', async (_, changed) => {
    const before = product.tokenRequests();
    const { status } = await signIn({ token_endpoint_auth_method: 'none' }, changed);
    expect(status).toBe(1);
    expect(product.tokenRequests()).toBe(before);
  });

  test('RFC 6749 §5.2: what the server says of a wrong secret is shown', async () => {
    const service = await product.register(SERVICE);
    const program = run(await product.quickstart('curl', service), { CLIENT_SECRET: 'wrong' });
    expect(await program.end).not.toBe(0);
    expect(program.output()).toContain('invalid_client');
  });

  test('a secret that is not set stops it before anything is sent', async () => {
    const before = product.tokenRequests();
    const program = run(await product.quickstart('curl', await product.register(SERVICE)), {});
    expect(await program.end).not.toBe(0);
    expect(program.output()).toContain('CLIENT_SECRET');
    expect(product.tokenRequests()).toBe(before);
  });

  test.each(['client_secret_basic', 'client_secret_post'])(
    'RFC 6749 §4.4: a service gets a token and calls the API, with %s',
    async (token_endpoint_auth_method) => {
      const service = await product.register({ ...SERVICE, token_endpoint_auth_method });
      const program = run(await product.quickstart('curl', service), { CLIENT_SECRET: service.client_secret });
      expect({ status: await program.end, output: program.output() }).toEqual({
        status: 0,
        output: `${JSON.stringify({ books: [`of ${service.client_id}`] })}\n`,
      });
    },
  );

  test('RFC 7662 §2: an API asks about a token', async () => {
    const [service, api] = [
      await product.register(SERVICE),
      await product.register({ client_name: 'API', grant_types: ['client_credentials'], resource: [product.resource] }),
    ];
    const variables = { CLIENT_SECRET: api.client_secret, ACCESS_TOKEN: await product.aToken(service) };
    const program = run(await product.quickstart('curl', api), variables);
    await program.end;
    expect(JSON.parse(program.output())).toMatchObject({ active: true, client_id: service.client_id });
  });
});
