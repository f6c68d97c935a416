import type { Part } from '../addresses.ts';
import { DemoError } from '../demo-error.ts';
import type { SampleAppOptions } from '../sample/options.ts';
import type { ProductContext } from './product.ts';

interface Loaded {
  fetch(request: Request): Response | Promise<Response>;
}

/** Made at the first request, so that the start does not wait for what nobody may look at. */
export function lazily(load: () => Promise<Loaded>): Loaded {
  let loading: Promise<Loaded> | undefined;
  return {
    async fetch(request) {
      loading ??= load();
      return (await loading).fetch(request);
    },
  };
}

/** What the app on this part is configured with. */
export function appOptions(context: ProductContext, app: Part, api: Part): SampleAppOptions {
  const { addresses, issuer, clock, fetch } = context;
  const credentials = context.credentials.get(app);
  if (credentials === undefined) throw new DemoError(`Nothing is registered for ${app}.`);
  return { ...credentials, server: addresses.server, issuer, api: addresses[api], app: addresses[app], clock, fetch };
}
