import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type capabilities,
  createClient,
  type Deps,
  ManagementError,
  showClient,
  type Tenant,
  updateClient,
} from 'xenia';

/** What the sample app knows about itself, as an app anywhere keeps it in its own configuration. */
export interface AppCredentials {
  readonly client_id: string;
  readonly client_secret: string;
}

interface Registration {
  readonly app: string;
  readonly capabilities: ReturnType<typeof capabilities>;
}

/** Registers the sample app, once; afterwards only follows it to another port. */
export async function registerSampleApp(deps: Deps, tenant: Tenant, where: Registration): Promise<AppCredentials> {
  const path = join(deps.config.dataDir, 'demo-app.json');
  const metadata = {
    client_uri: where.app,
    redirect_uris: [`${where.app}/callback`],
    post_logout_redirect_uris: [`${where.app}/signed-out`],
  };
  const kept = readCredentials(path);
  if (kept !== null && (await isRegistered(deps, tenant, kept.client_id))) {
    const { client_id } = kept;
    const { redirect_uris } = await showClient(deps, tenant, client_id);
    if (!redirect_uris.includes(metadata.redirect_uris[0] ?? '')) {
      await updateClient(deps, tenant, where.capabilities, { client_id, change: metadata });
    }
    return kept;
  }
  const { client_id, client_secret = '' } = await createClient(deps, tenant, where.capabilities, {
    ...metadata,
    client_name: 'Papyrus',
    verified: true,
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'openid profile email offline_access notes.read notes.write',
    token_endpoint_auth_method: 'client_secret_basic',
  });
  keepCredentials(path, { client_id, client_secret });
  return { client_id, client_secret };
}

async function isRegistered(deps: Deps, tenant: Tenant, client_id: string): Promise<boolean> {
  try {
    return (await showClient(deps, tenant, client_id)).disabled_at === null;
  } catch (error) {
    if (error instanceof ManagementError && error.kind === 'not_found') return false;
    throw error;
  }
}

/** null if there are none, or none that can be read: then the app is registered anew. */
function readCredentials(path: string): AppCredentials | null {
  try {
    const { client_id, client_secret } = JSON.parse(readFileSync(path, 'utf8')) as Partial<AppCredentials>;
    return typeof client_id === 'string' && typeof client_secret === 'string' ? { client_id, client_secret } : null;
  } catch {
    return null;
  }
}

function keepCredentials(path: string, credentials: AppCredentials): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
