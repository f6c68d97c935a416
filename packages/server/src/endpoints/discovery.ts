import { serverMetadata } from '@xenia/protocol/metadata';
import { ACR_VALUES } from '../accounts/factors.ts';
import { capabilities, offeredBy } from '../capabilities.ts';
import { type Dialect, endpointsOf } from '../dialects/dialect.ts';
import { cacheableJson } from '../http/responses.ts';
import { supportedLocales } from '../interaction/pages/messages/index.ts';
import { isManagementScope } from '../tenants/management-scopes.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Endpoint } from './endpoint.ts';

/** RFC 8414 §3, OpenID Connect Discovery §4. Rendered once for each revision of a tenant. */
export const discoveryEndpoint: Endpoint = {
  methods: ['GET', 'HEAD'],
  reader: 'client',
  cors: 'any',
  async respond({ tenant, dialect }) {
    let body = rendered.get(tenant);
    if (body === undefined) {
      body = JSON.stringify(metadataOf(tenant, dialect));
      rendered.set(tenant, body);
    }
    return cacheableJson(body, tenant.settings.metadataMaxAge);
  },
};

/** RFC 8414 §2: not every scope must be advertised; those of the management API are no business of a product's apps. */
function advertisedScopes({ scopes }: Tenant): string[] {
  return [...scopes.keys()].filter((name) => !isManagementScope(name));
}

const rendered = new WeakMap<Tenant, string>();

function metadataOf(tenant: Tenant, dialect: Dialect): object {
  const { id_token_signing_algs, ...rest } = offeredBy(tenant, capabilities(advertisedScopes(tenant)));
  return serverMetadata({
    ...rest,
    issuer: tenant.issuer,
    endpoints: endpointsOf(tenant.issuer, dialect),
    signing_algs: id_token_signing_algs,
    acr_values: ACR_VALUES,
    own_claims: tenant.settings.organizations === 'off' ? [] : ['org_id'],
    ui_locales: supportedLocales,
  });
}
