import { completeClientMetadata } from '@xenia/protocol/client-metadata';
import type { Deps } from '../deps.ts';
import type { ClientRecord } from '../storage/records.ts';
import { findClient } from '../tenants/client.ts';
import { CONSOLE_CLIENT_ID } from '../tenants/first-party.ts';
import { MANAGEMENT_SCOPES } from '../tenants/management-scopes.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { listKey } from './clients.ts';

/** Below the issuer. */
export const CONSOLE_PATH = '/console';
/** Where answers to authorization requests of its playground come back, by the client that is tried. */
export const PLAYGROUND_CALLBACK_PATH = `${CONSOLE_PATH}/playground/callback`;

/** Sees to it that the console is a client of the tenant, with what this version of it needs. Costs a look at the cache when it is. */
export async function ensureConsoleClient(deps: Pick<Deps, 'storage' | 'clock'>, tenant: Tenant): Promise<void> {
  const { clients } = deps.storage;
  const metadata = JSON.stringify(consoleMetadata(tenant));
  const known = await findClient(deps, tenant, CONSOLE_CLIENT_ID);
  if (known !== null && JSON.stringify(known.metadata) === metadata) return;
  const now = deps.clock();
  const record: ClientRecord = {
    tenant_id: tenant.tenant_id,
    client_id: CONSOLE_CLIENT_ID,
    app_id: null,
    list_key: listKey(CONSOLE_CLIENT_ID, { client_name: 'Console' }),
    metadata,
    backchannel_logout: 0,
    frontchannel_logout: 0,
    webhook: 0,
    revision: 1,
    created_at: now,
    updated_at: now,
    disabled_at: null,
    disabled_by: null,
  };
  if ((await clients.create(record, [], [])) === 'exists') {
    await clients.update(tenant.tenant_id, CONSOLE_CLIENT_ID, { metadata }, now);
  }
}

function consoleMetadata({ issuer }: Tenant) {
  return completeClientMetadata({
    client_name: 'Console',
    application_type: 'web',
    redirect_uris: [`${issuer}${CONSOLE_PATH}/callback`],
    post_logout_redirect_uris: [`${issuer}${CONSOLE_PATH}/signed-out`],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    scope: ['openid', 'profile', 'email', ...Object.keys(MANAGEMENT_SCOPES)].join(' '),
  });
}
