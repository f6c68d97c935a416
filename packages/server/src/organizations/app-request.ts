import { formatScope } from '@xenia/protocol/scope';
import type { Deps } from '../deps.ts';
import { plainName } from '../interaction/pages/untrusted.ts';
import { canMail } from '../mail/can-mail.ts';
import { composeMail } from '../mail/compose.ts';
import { mailLocaleOf } from '../mail/mail-locale.ts';
import type { OrganizationStore } from '../storage/organization-port.ts';
import type { OrganizationRecord } from '../storage/organization-records.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Client } from '../tenants/client.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { organizationAppsPath } from './paths.ts';

/** Characters of what a member may add to their request. */
export const MAX_MESSAGE = 300;
/** A request goes to so many admins at most. */
const MAX_ADMINS = 50;

/** What a member asks the admins of their organization for. */
export interface AppRequestInput {
  readonly user: UserRecord;
  readonly organization: OrganizationRecord;
  readonly client: Client;
  readonly scope: readonly string[];
  /** The member's own words; may be empty. */
  readonly message: string;
}

/** Remembers the request and tells the admins by mail, each in their language; once, however often it is asked. */
export async function requestApp(
  deps: Pick<Deps, 'config' | 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  input: AppRequestInput,
): ReturnType<OrganizationStore['requestApp']> {
  const { user, organization, client, scope, message } = input;
  const { tenant_id, org_id } = organization;
  const { client_id } = client;
  const reason = plainName(message, MAX_MESSAGE);
  const facts = {
    app: client.metadata.client_name,
    member: nameOf(user) ?? user.email,
    email: user.email,
    organization: organization.name,
    ...(reason === '' ? {} : { message: reason }),
    link: `${tenant.issuer}${organizationAppsPath(org_id)}`,
  };
  const page = { after: null, limit: MAX_ADMINS };
  // Without mail they see it on the pages of their organization.
  const admins = canMail(deps.config)
    ? await deps.storage.organizations.members({ tenant_id, org_id }, ['owner', 'admin'], page)
    : [];
  const mails = admins
    .filter(({ disabled_at }) => disabled_at === null)
    .map((admin) =>
      composeMail(deps, tenant, {
        to: admin.email,
        locale: mailLocaleOf(tenant, admin),
        template: 'app_requested',
        facts,
      }),
    );
  const request = { tenant_id, org_id, client_id, scope: formatScope(scope), requested_by: user.sub, reason };
  const outcome = await deps.storage.organizations.requestApp(request, mails, deps.clock());
  if (outcome === 'requested') {
    await recordEvent(deps, tenant, {
      actor: `user:${user.sub}`,
      action: 'organization.app_requested',
      client_id,
      sub: user.sub,
      details: { org_id, scope: request.scope },
    });
  }
  return outcome;
}

/** The name that they gave themselves. */
function nameOf({ claims }: UserRecord): string | undefined {
  const { name } = JSON.parse(claims) as { name?: unknown };
  return typeof name === 'string' && name !== '' ? name : undefined;
}
