import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewClientInput } from '../../src/management/contract.ts';
import { type Product, startProduct } from './product.ts';
import { signsIn } from './programs.ts';
import { whyNot } from './runtimes.ts';

/** As their apps are registered there, unless they say otherwise. */
const DOCUMENTED: NewClientInput = {
  grant_types: ['authorization_code'],
  token_endpoint_auth_method: 'client_secret_post',
  scope: 'books.read',
};

describe.each(['identityserver', 'xendit', 'xeno'])('quickstarts on the wire of %s', (dialect) => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct(dialect);
  });
  afterAll(() => product.close());

  test('the library for Node.js signs a user in, refreshes and calls the API', () => signsIn(product, 'node', {}));

  test('also as an app that has no refresh token, nor asks who the user is', () =>
    signsIn(product, 'node', DOCUMENTED));

  test.skipIf(whyNot('python') !== null)('plain requests do, too', async () => {
    await signsIn(product, 'python', {});
    await signsIn(product, 'python', DOCUMENTED);
  });

  test('the endpoints are those of the dialect, and what it has not is not called', async () => {
    const client = await product.register({
      ...DOCUMENTED,
      client_name: 'Reader',
      redirect_uris: ['http://localhost:3000/cb'],
      scope: 'openid',
    });
    const [{ content = '' } = {}] = (await product.quickstart('python', client)).files;
    const served = (await (await product.server.fetch('/.well-known/openid-configuration')).json()) as Record<
      string,
      string
    >;
    for (const name of ['authorization_endpoint', 'token_endpoint']) expect(content).toContain(`"${served[name]}"`);
    expect(content).toContain(`API = "${served.userinfo_endpoint ?? 'https://api.example/'}"`);
  });
});
