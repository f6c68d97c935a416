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

/** What a sample app knows about itself, as an app anywhere keeps it in its own configuration. */
export interface AppCredentials {
  readonly client_id: string;
  /** Empty: an app that can keep no secret. */
  readonly client_secret: string;
}

type ClientInput = Parameters<typeof createClient>[3];

interface Registration {
  /** In the data folder. */
  readonly credentialsFile: string;
  readonly metadata: ClientInput;
  readonly capabilities: ReturnType<typeof capabilities>;
}

/** Of an app's metadata, what stands on its origin. */
const MOVING = [
  'client_uri',
  'redirect_uris',
  'post_logout_redirect_uris',
  'frontchannel_logout_uri',
  'backchannel_logout_uri',
  'webhook_uri',
  'resource',
] as const;

/** Registers a sample app, once; afterwards only follows it to another port. */
export async function registerSampleApp(
  deps: Deps,
  tenant: Tenant,
  { credentialsFile, metadata, capabilities }: Registration,
): Promise<AppCredentials> {
  const path = join(deps.config.dataDir, credentialsFile);
  const kept = readCredentials(path);
  if (kept !== null && (await isRegistered(deps, tenant, kept.client_id))) {
    const { client_id } = kept;
    const { redirect_uris, resource } = await showClient(deps, tenant, client_id);
    const here = metadata.redirect_uris?.[0] ?? metadata.resource?.[0] ?? '';
    if (![...redirect_uris, ...resource].includes(here)) {
      await updateClient(deps, tenant, capabilities, { client_id, change: movingPart(metadata) });
    }
    return kept;
  }
  const { client_id, client_secret = '' } = await createClient(deps, tenant, capabilities, metadata);
  keepCredentials(path, { client_id, client_secret });
  return { client_id, client_secret };
}

function movingPart(metadata: ClientInput): Partial<Pick<ClientInput, (typeof MOVING)[number]>> {
  return Object.fromEntries(MOVING.filter((name) => name in metadata).map((name) => [name, metadata[name]]));
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
