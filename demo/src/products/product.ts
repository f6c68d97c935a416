import type { Clock, createClient, createTenant, putResourceServer, putScope } from 'xenia';
import type { Addresses, Part } from '../addresses.ts';
import type { AppCredentials } from '../sample/register-sample-app.ts';

type TenantInput = Parameters<typeof createTenant>[1];
type ResourceServerInput = Parameters<typeof putResourceServer>[2];
type ScopeInput = Parameters<typeof putScope>[2];
type ClientInput = Parameters<typeof createClient>[3];

/** A product that runs Xenia: its tenant, its API, and the apps that other people made for it. */
export interface Product {
  readonly tenant: Omit<TenantInput, 'issuer'>;
  /** `part`: whose origin is the API's identifier (RFC 8707 `resource`). */
  readonly api: Omit<ResourceServerInput, 'resource'> & {
    readonly part: Part;
    readonly scopes: readonly Omit<ScopeInput, 'resource'>[];
  };
  readonly apps: readonly ProductApp[];
  /** What listens on this product's origins. Each part is loaded when somebody asks for it. */
  serve(context: ProductContext): readonly ServedPart[];
  /** How the start page presents it; null: it does so by other means. */
  readonly tile: ProductTile | null;
}

export interface ProductApp {
  readonly part: Part;
  /** In the data folder: what the app knows about itself, as an app anywhere keeps it in its own configuration. */
  readonly credentialsFile: string;
  /** As registered with Xenia. `origin`: the app's own. */
  metadata(origin: string): ClientInput;
}

/** What the product's own page would say. */
export interface ProductTile {
  readonly description: string;
  /** `label`: an action, such as "Try the sample app". */
  readonly apps: readonly { readonly part: Part; readonly label: string }[];
}

export interface ProductContext {
  readonly addresses: Addresses;
  readonly issuer: string;
  /** The demo user's subject. */
  readonly sub: string;
  readonly credentials: ReadonlyMap<Part, AppCredentials>;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

export interface ServedPart {
  readonly part: Part;
  fetch(request: Request): Response | Promise<Response>;
  close?(): void;
}
