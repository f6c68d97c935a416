import { DEMO } from './demo.ts';
import type { Product } from './product.ts';
import { XENA } from './xena.ts';
import { XENDIT } from './xendit.ts';
import { XENO } from './xeno.ts';

/** What `npm start` sets up and serves. */
export const PRODUCTS: readonly Product[] = [DEMO, XENA, XENDIT, XENO];
