import { randomBytes } from 'node:crypto';
import { formatToken, hashToken } from '../../../packages/protocol/src/token-format.ts';
import { ACR_PASSWORD } from '../../../packages/server/src/accounts/factors.ts';
import { capabilities } from '../../../packages/server/src/capabilities.ts';
import { loadConfig } from '../../../packages/server/src/config/load.ts';
import type { Deps } from '../../../packages/server/src/deps.ts';
import { DIALECTS } from '../../../packages/server/src/dialects/index.ts';
import { cookieName } from '../../../packages/server/src/http/cookies.ts';
import { openDeps } from '../../../packages/server/src/main.ts';
import { createClient } from '../../../packages/server/src/management/clients.ts';
import type { ClientMetadataInput } from '../../../packages/server/src/management/contract.ts';
import { putResourceServer } from '../../../packages/server/src/management/resource-servers.ts';
import { putScope } from '../../../packages/server/src/management/scopes.ts';
import { createTenant } from '../../../packages/server/src/management/tenants.ts';
import { createUser } from '../../../packages/server/src/management/users.ts';
import { migrateSqlite } from '../../../packages/server/src/storage/sql/sqlite.ts';
import type { Tenant } from '../../../packages/server/src/tenants/tenant.ts';
import { API_LIST, APIS, BROWSERS, type Credentials, IDENTITY_SCOPE, REDIRECT_URI, type Wiring } from '../wiring.ts';

/** Fills a fresh database, named by the environment as for the server itself, and sends the wiring to the parent process. */
const TENANT = 'bench';

const config = loadConfig({ cwd: process.cwd(), env: process.env }, randomBytes);
await migrateSqlite({ path: `${config.dataDir}/xenia.db` });
const deps = await openDeps(config);
const { issuer } = await createTenant(deps, { name: TENANT, settings: { dialects: [...DIALECTS.keys()] } });
for (const { resource, alg } of API_LIST) {
  const shape = alg === null ? { access_token_format: 'opaque' as const } : { access_token_signing_alg: alg };
  await putResourceServer(deps, await tenant(), { resource, name: resource, ...shape });
}
for (const { resource, scope } of API_LIST) {
  await putScope(deps, await tenant(), { name: scope, resource, display_name: scope });
}
const apiScope = API_LIST.map(({ scope }) => scope).join(' ');
const machine = await register({ client_name: 'Machine', grant_types: ['client_credentials'], scope: apiScope });
const api = await register({
  client_name: 'API',
  grant_types: ['client_credentials'],
  resource: API_LIST.map(({ resource }) => resource),
});
const app = await register({
  client_name: 'App',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [REDIRECT_URI],
  scope: `${IDENTITY_SCOPE} ${apiScope}`,
  id_token_signed_response_alg: APIS.es256.alg,
});
const cookies: string[] = [];
for (let user = 0; user < BROWSERS; user += 1) cookies.push(await signedInBrowser(deps, await tenant(), user));
await deps.storage.close();

const path = new URL(issuer).pathname;
const wiring: Wiring = {
  port: config.port,
  paths: {
    discovery: `${path}/.well-known/openid-configuration`,
    authorization: `${path}/authorize`,
    token: `${path}/token`,
    introspection: `${path}/introspect`,
  },
  wire: 'form',
  tokenPaths: Object.fromEntries(
    [...DIALECTS.values()].map(({ name, paths }) => [name, `${path}${paths.token_endpoint}`]),
  ),
  cookies,
  clients: { machine, app, api },
};
process.send?.(wiring, () => process.disconnect?.());

async function tenant(): Promise<Tenant> {
  const found = await deps.tenants.byName(TENANT);
  if (found === null) throw new Error('the tenant is gone');
  return found;
}

async function register(metadata: ClientMetadataInput): Promise<Credentials> {
  const current = await tenant();
  const client = await createClient(deps, current, capabilities([...current.scopes.keys()]), {
    ...metadata,
    token_endpoint_auth_method: 'client_secret_basic',
  });
  return { client_id: client.client_id, client_secret: client.client_secret ?? '' };
}

/** A user with a session, who has allowed the app everything. */
async function signedInBrowser({ storage, clock, random }: Deps, at: Tenant, number: number): Promise<string> {
  const { sub } = await createUser(deps, at, {
    email: `user${number}@example.com`,
    claims: { name: `User ${number}` },
  });
  const { tenant_id } = at;
  const now = clock();
  const value = formatToken('session', random(32));
  const proof = { sub, auth_time: now, amr: 'pwd', acr: ACR_PASSWORD };
  const sid = random(16).toString('base64url');
  const expires_at = now + at.settings.sessionTtl;
  await storage.sessions.start(
    {
      tenant_id,
      session_hash: hashToken(value),
      sid,
      ...proof,
      user_agent: null,
      address: null,
      created_at: now,
      last_seen_at: now,
      expires_at,
    },
    null,
    'seed',
  );
  const scope = `${IDENTITY_SCOPE} ${apiScope}`;
  await storage.grants.approve(
    {
      interaction_id: null,
      grant_id: random(16).toString('base64url'),
      organization: null,
      allow_scope: scope,
      family: {
        tenant_id,
        family_id: random(16).toString('base64url'),
        client_id: app.client_id,
        ...proof,
        scope,
        resource: '[]',
        claims: null,
        nonce: null,
        dialect: null,
        sid,
        created_at: now,
        expires_at: now + 60,
      },
      code: null,
      access_token: null,
    },
    now,
  );
  return `${cookieName(at, 'session')}=${value}`;
}
