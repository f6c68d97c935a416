import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Product, SERVICE, startProduct } from './product.ts';
import { describePrograms } from './programs.ts';
import { run } from './runtimes.ts';

describe('the quickstart for Node.js', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  describePrograms('node', () => product, null);

  test('OIDC Core §9: client_secret_jwt', async () => {
    const service = await product.register({ ...SERVICE, token_endpoint_auth_method: 'client_secret_jwt' });
    const program = run(await product.quickstart('node', service), { CLIENT_SECRET: service.client_secret });
    await program.end;
    expect(program.output()).toContain(`of ${service.client_id}`);
  });

  test.each([
    ['ES256', { namedCurve: 'P-256' }, 'ec'],
    ['RS256', { modulusLength: 2048 }, 'rsa'],
  ])('OIDC Core §9: private_key_jwt with %s', async (alg, options, type) => {
    const { publicKey, privateKey } = generateKeyPairSync(type as 'rsa', options as { modulusLength: number });
    const jwk = { ...publicKey.export({ format: 'jwk' }), alg, use: 'sig' };
    const service = await product.register({
      ...SERVICE,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [jwk] },
    });
    const code = await product.quickstart('node', service);
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const program = run(
      { ...code, files: [...code.files, { name: 'key.pem', content: pem }] },
      { PRIVATE_KEY_FILE: 'key.pem' },
    );
    await program.end;
    expect(program.output()).toContain(`of ${service.client_id}`);
  });
});
