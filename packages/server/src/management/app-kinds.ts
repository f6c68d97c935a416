import type { Capabilities, ClientMetadata } from '@xenia/protocol/client-metadata';
import { offeredBy } from '../capabilities.ts';
import type { Dialect, EndpointName } from '../dialects/dialect.ts';
import { dialectsOf } from '../dialects/index.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** What a developer may be building. */
export const APP_KINDS = ['server', 'single_page', 'native', 'service', 'api', 'mcp_client'] as const;
export type AppKindName = (typeof APP_KINDS)[number];

/** The part of a client's metadata that follows from what it is. */
export type AppKindMetadata = Required<
  Pick<
    ClientMetadata,
    | 'application_type'
    | 'grant_types'
    | 'response_types'
    | 'token_endpoint_auth_method'
    | 'require_pkce'
    | 'offline_access'
    | 'browser_access'
  >
>;

/** Why a setting is as it is, in a sentence for the developer. */
export interface Reason {
  readonly setting: keyof AppKindMetadata;
  readonly why: string;
  readonly reference: string;
}

/** An answer to "what are you building?", with the settings that fit it and are safe. */
export interface AppKind {
  readonly kind: AppKindName;
  readonly title: string;
  readonly description: string;
  readonly metadata: AppKindMetadata;
  /** What only the developer knows and registration still needs. */
  readonly asks: readonly ('redirect_uris' | 'scope' | 'resource')[];
  readonly reasons: readonly Reason[];
}

/** Those that the tenant's settings and the dialect that it advertises can serve, in the order in which they are asked. */
export async function appKinds(tenant: Tenant, capabilities: Capabilities): Promise<AppKind[]> {
  const [dialect] = dialectsOf(tenant.settings);
  const offered = offeredBy(tenant, capabilities);
  const saysTokenType = await namesTokenType(dialect);
  const served = KINDS.map((kind) => inDialect(kind, dialect)).filter(({ metadata, needs, kind }) => {
    if (kind === 'api' && tenant.resourceServers.size === 0) return false;
    // The MCP authorization specification builds on token responses of RFC 6749 §5.1; its SDK refuses others.
    if (kind === 'mcp_client' && !saysTokenType) return false;
    return (
      metadata.grant_types.every((type) => offered.grant_types.includes(type)) &&
      metadata.response_types.every((type) => offered.response_types.includes(type)) &&
      offered.token_endpoint_auth_methods.includes(metadata.token_endpoint_auth_method) &&
      needs.every((endpoint) => dialect.paths[endpoint] !== undefined)
    );
  });
  return served.map(({ needs: _, ...kind }) => kind);
}

/** Whether token responses of this dialect have the member token_type (RFC 6749 §5.1): seen on one. */
export async function namesTokenType(dialect: Dialect): Promise<boolean> {
  const sample = {
    access_token: 'a',
    token_type: 'Bearer',
    expires_in: 1,
    refresh_token: null,
    id_token: null,
  } as const;
  const rendered = (await dialect.renderTokens({ ...sample, scope: '' }).json()) as object;
  return 'token_type' in rendered;
}

interface KnownKind extends AppKind {
  readonly needs: readonly EndpointName[];
}

/** The way to send a secret is the one that the dialect's integrators know; the two are as safe as each other. */
function inDialect(kind: KnownKind, dialect: Dialect): KnownKind {
  const { token_endpoint_auth_method: usual, ...said } = kind.metadata;
  if (!usual.startsWith('client_secret_')) return kind;
  const { token_endpoint_auth_method = usual } = dialect.clientDefaults(said);
  return { ...kind, metadata: { ...said, token_endpoint_auth_method } };
}

const SIGNS_IN = {
  application_type: 'web',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  require_pkce: true,
  offline_access: true,
  browser_access: false,
} as const;

const ON_ITS_OWN = {
  application_type: 'web',
  grant_types: ['client_credentials'],
  response_types: [],
  token_endpoint_auth_method: 'client_secret_basic',
  require_pkce: true,
  offline_access: false,
  browser_access: false,
} as const;

const ENDPOINTS: readonly EndpointName[] = ['authorization_endpoint', 'token_endpoint'];

const CODE: Reason = {
  setting: 'response_types',
  why: 'The app redeems a code, so that no token ever passes through the address bar, its history or a referrer.',
  reference: 'RFC 9700 §2.1.2',
};
const PKCE: Reason = {
  setting: 'require_pkce',
  why: 'A code that was stolen, or slipped in from another sign-in, is of no use to anybody else.',
  reference: 'RFC 9700 §2.1.1',
};
const NO_SECRET: Reason = {
  setting: 'token_endpoint_auth_method',
  why: 'Whatever is delivered to its users can be read by them, so a secret in it would prove nothing.',
  reference: 'RFC 6749 §2.1',
};
const ROTATION: Reason = {
  setting: 'offline_access',
  why: 'Each refresh token is good for one use, so that a stolen one is noticed as soon as both have used it.',
  reference: 'RFC 9700 §4.14.2',
};
const NOT_IN_BROWSER: Reason = {
  setting: 'browser_access',
  why: 'Access tokens come from the token endpoint alone, never through the browser.',
  reference: 'RFC 9700 §2.1.2',
};
const SECRET: Reason = {
  setting: 'token_endpoint_auth_method',
  why: 'It proves with a secret that it is itself; private_key_jwt is stronger still, because the secret then never travels.',
  reference: 'RFC 9700 §2.5',
};

const KINDS: readonly KnownKind[] = [
  {
    kind: 'server',
    title: 'Server app',
    description: 'A web app whose server signs users in and calls the API, such as one in Node.js, PHP, .NET or Java.',
    metadata: metadataOf({ ...SIGNS_IN, token_endpoint_auth_method: 'client_secret_basic' }),
    asks: ['redirect_uris', 'scope'],
    needs: ENDPOINTS,
    reasons: [
      { ...SECRET, why: `Its server can keep a secret, so nobody else redeems its codes. ${SECRET.why}` },
      CODE,
      PKCE,
      {
        setting: 'offline_access',
        why: 'It works on while the user is away, with refresh tokens that are bound to its secret.',
        reference: 'RFC 6749 §6',
      },
      NOT_IN_BROWSER,
    ],
  },
  {
    kind: 'single_page',
    title: 'Single-page app',
    description: 'An app that runs in the browser alone and calls the API from there.',
    metadata: metadataOf({ ...SIGNS_IN, token_endpoint_auth_method: 'none' }),
    asks: ['redirect_uris', 'scope'],
    needs: ENDPOINTS,
    reasons: [NO_SECRET, CODE, PKCE, ROTATION, NOT_IN_BROWSER],
  },
  {
    kind: 'native',
    title: 'Native app',
    description: 'An app on a phone or a computer, or a command-line tool.',
    metadata: metadataOf({ ...SIGNS_IN, application_type: 'native', token_endpoint_auth_method: 'none' }),
    asks: ['redirect_uris', 'scope'],
    needs: ENDPOINTS,
    reasons: [
      {
        setting: 'application_type',
        why: 'It may return to a scheme of its own, or to the loopback on whichever port is free.',
        reference: 'RFC 8252 §7',
      },
      { ...NO_SECRET, reference: 'RFC 8252 §8.5' },
      CODE,
      { ...PKCE, reference: 'RFC 8252 §8.1' },
      ROTATION,
      NOT_IN_BROWSER,
    ],
  },
  {
    kind: 'service',
    title: 'Service',
    description: 'A program that calls the API in its own name, without a user: a nightly job, a data import.',
    metadata: metadataOf(ON_ITS_OWN),
    asks: ['scope'],
    needs: ['token_endpoint'],
    reasons: [
      {
        setting: 'grant_types',
        why: 'No user takes part: it exchanges its own credentials for a token.',
        reference: 'RFC 6749 §4.4',
      },
      SECRET,
      {
        setting: 'offline_access',
        why: 'It asks for a new token whenever it needs one, so a refresh token would be one secret more to lose.',
        reference: 'RFC 6749 §4.4.3',
      },
    ],
  },
  {
    kind: 'api',
    title: 'API',
    description: 'A resource server: it gets access tokens from apps and asks whether they are valid.',
    metadata: metadataOf(ON_ITS_OWN),
    asks: ['resource'],
    needs: ['introspection_endpoint'],
    reasons: [
      {
        setting: 'token_endpoint_auth_method',
        why: 'Only the API itself may ask about the tokens that are meant for it, so it must prove that it is.',
        reference: 'RFC 7662 §2.1',
      },
      {
        setting: 'response_types',
        why: 'It signs nobody in: apps bring their users’ tokens along.',
        reference: 'RFC 6749 §7',
      },
    ],
  },
  {
    kind: 'mcp_client',
    title: 'MCP client',
    description:
      'A program that lets a language model use the tools of a server that speaks the Model Context Protocol.',
    metadata: metadataOf({ ...SIGNS_IN, application_type: 'native', token_endpoint_auth_method: 'none' }),
    asks: ['redirect_uris', 'scope'],
    needs: ENDPOINTS,
    reasons: [
      {
        setting: 'application_type',
        why: 'It runs on its user’s computer and returns to the loopback on whichever port is free.',
        reference: 'RFC 8252 §7.3',
      },
      NO_SECRET,
      CODE,
      { ...PKCE, why: `${PKCE.why} MCP clients must use it.`, reference: 'OAuth 2.1 §7.5' },
      ROTATION,
      NOT_IN_BROWSER,
    ],
  },
];

/** Its lists as ClientMetadata has them. */
function metadataOf(
  fixed: Readonly<Omit<AppKindMetadata, 'grant_types' | 'response_types'>> & {
    readonly grant_types: readonly string[];
    readonly response_types: readonly string[];
  },
): AppKindMetadata {
  return { ...fixed, grant_types: [...fixed.grant_types], response_types: [...fixed.response_types] };
}
