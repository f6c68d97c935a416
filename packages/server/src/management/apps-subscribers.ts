import { nameOf } from '../apps/person-name.ts';
import type { Subscriber, SubscriberKey } from '../storage/app-port.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { assertMayManageApp } from './apps.ts';
import type { ManagementDeps } from './management-deps.ts';

/** An installation of the app, as its developers may see it: as much as the app itself may know. */
export interface SubscriberInformation {
  client_id: string;
  /** The user who allowed it. */
  sub: string;
  /** What they call themselves; null unless they allowed the app `profile` (OIDC Core §5.4), or if nothing. */
  name: string | null;
  /** What it is installed on; null: on the user alone. */
  organization: { org_id: string; name: string } | null;
  since: number;
}

/** `after`: what subscriberKey() gave for the last one of the page before. Throws ManagementError. */
export async function listSubscribers(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  tenant: Tenant,
  app_id: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<Subscriber[]> {
  const app = await assertMayManageApp(deps, tenant, app_id);
  const key = after === null ? null : (JSON.parse(after) as SubscriberKey);
  return deps.storage.apps.subscribers(app, key, limit);
}

export function subscriberKey({ client_id, sub, org_id }: Subscriber): string {
  return JSON.stringify({ client_id, sub, org_id });
}

export function describeSubscriber(subscriber: Subscriber): SubscriberInformation {
  const { client_id, sub, org_id, scope, claims, organization_name, created_at } = subscriber;
  return {
    client_id,
    sub,
    name: scope.split(' ').includes('profile') ? nameOf(claims) : null,
    organization: org_id === '' ? null : { org_id, name: organization_name ?? '' },
    since: created_at,
  };
}
