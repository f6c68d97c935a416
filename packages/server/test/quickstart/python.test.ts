import { afterAll, beforeAll, describe } from 'vitest';
import { type Product, startProduct } from './product.ts';
import { describePrograms } from './programs.ts';
import { whyNot } from './runtimes.ts';

describe('the quickstart for Python', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  describePrograms('python', () => product, whyNot('python'));
});
