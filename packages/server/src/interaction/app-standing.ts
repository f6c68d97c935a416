import type { Exchange } from '../exchange.ts';
import { LocalError } from '../http/local-error.ts';
import { type AppClosed, closedTo, isOpenToAll } from '../storage/app-access.ts';
import type { AppRecord } from '../storage/app-records.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Client } from '../tenants/client.ts';
import { unreviewedScope } from '../tenants/reviewed-scope.ts';
import type { Circumstances } from './next-step.ts';

type AppStanding = Pick<Circumstances, 'closed' | 'unreviewed' | 'terms_due'>;

const OPEN: AppStanding = { closed: null, unreviewed: [], terms_due: false };

/** What a client's app means for a user who asks for these scopes. Nothing is looked up for a client that belongs to none. */
export async function appStandingOf(
  exchange: Exchange,
  of: { readonly client: Client; readonly user: UserRecord | null; readonly scope: readonly string[] },
): Promise<AppStanding> {
  const { deps, tenant } = exchange;
  const { user } = of;
  const { app } = of.client;
  if (app === null || user === null) return OPEN;
  const unreviewed = unreviewedScope(tenant, app, of.scope);
  const works_on_it =
    isOpenToAll(app) && unreviewed.length === 0
      ? null
      : await deps.storage.apps.role(tenant.tenant_id, app.app_id, user.sub);
  return {
    closed: closedTo(app, { works_on_it, role: user.role }),
    unreviewed: works_on_it === null ? unreviewed : [],
    terms_due: await areTermsDue(exchange, app, user.sub),
  };
}

async function areTermsDue({ deps, tenant }: Exchange, app: AppRecord, sub: string): Promise<boolean> {
  if (app.terms_version === 0) return false;
  const accepted = await deps.storage.apps.acceptedTerms(tenant.tenant_id, app.app_id, sub);
  return accepted === null || accepted.version < app.terms_version;
}

const DESCRIPTIONS: Readonly<Record<AppClosed, string>> = {
  app_suspended: 'The app is suspended',
  app_not_approved: 'The app is not approved yet: only its developers and test users can use it',
  app_internal: 'The app is internal: only users with a role can use it',
};

/** For the user, as a page; the app learns nothing. */
export function appClosed({ client_id, app }: Client, why: AppClosed): LocalError {
  const { app_id = null, state = null, visibility = null } = app ?? {};
  return new LocalError(why, DESCRIPTIONS[why], { reason: why, client_id, app_id, state, visibility });
}
