import { sql } from 'kysely';
import type { OrganizationKey, OrganizationStore } from '../organization-port.ts';
import type { OrganizationInvitationRecord } from '../organization-records.ts';
import type { Operations } from './executor.ts';
import { holdOrganization, holdUser, roleOf } from './held-rows.ts';
import { enqueueMails } from './mails.ts';
import { insertMembership } from './memberships.ts';
import { insertInto, statement } from './statement.ts';

type InvitationKey = Pick<OrganizationInvitationRecord, 'tenant_id' | 'invitation_hash'>;

const insert = insertInto('organization_invitations');

const current = statement((db, given: InvitationKey & { now: number }) =>
  db
    .selectFrom('organization_invitations')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('invitation_hash', '=', given.invitation_hash)
    .where('expires_at', '>', given.now),
);
const enabled = statement((db, { tenant_id, org_id }: OrganizationKey) =>
  db
    .selectFrom('organizations')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('org_id', '=', org_id)
    .where('disabled_at', 'is', null),
);
const usable = statement((db, given: OrganizationKey & { now: number; after: string; limit: number }) =>
  db
    .selectFrom('organization_invitations')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('org_id', '=', given.org_id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', given.now)
    .where('invitation_hash', '>', given.after)
    .orderBy('invitation_hash')
    .limit(given.limit),
);
/** Few: an invitation lasts for days, and goes with its organization. */
const usableFor = statement(
  (db, given: { tenant_id: string; email_key: string; now: number; after: string; limit: number }) =>
    db
      .selectFrom('organization_invitations')
      .selectAll()
      .where('tenant_id', '=', given.tenant_id)
      .where('email_key', '=', given.email_key)
      .where('used_at', 'is', null)
      .where('expires_at', '>', given.now)
      .where('invitation_hash', '>', given.after)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('organizations as o')
            .select('o.org_id')
            .whereRef('o.tenant_id', '=', 'organization_invitations.tenant_id')
            .whereRef('o.org_id', '=', 'organization_invitations.org_id')
            .where('o.disabled_at', 'is', null),
        ),
      )
      .orderBy('invitation_hash')
      .limit(given.limit),
);
const takeBack = statement((db, given: OrganizationKey & { email_key: string }) =>
  db
    .deleteFrom('organization_invitations')
    .where('tenant_id', '=', given.tenant_id)
    .where('org_id', '=', given.org_id)
    .where('email_key', '=', given.email_key)
    .where('used_at', 'is', null),
);
const withdraw = statement((db, given: OrganizationKey & { invitation_hash: string }) =>
  db
    .deleteFrom('organization_invitations')
    .where('tenant_id', '=', given.tenant_id)
    .where('invitation_hash', '=', given.invitation_hash)
    .where('org_id', '=', given.org_id)
    .where('used_at', 'is', null),
);
const use = statement((db, { tenant_id, invitation_hash, now }: InvitationKey & { now: number }) =>
  db
    .updateTable('organization_invitations')
    .set({ used_at: now })
    .where('tenant_id', '=', tenant_id)
    .where('invitation_hash', '=', invitation_hash),
);
const memberWithAddress = statement((db, given: OrganizationKey & { email_key: string }) =>
  db
    .selectFrom('users as u')
    .innerJoin('memberships as m', (join) => join.onRef('m.tenant_id', '=', 'u.tenant_id').onRef('m.sub', '=', 'u.sub'))
    .select('m.sub')
    .where('u.tenant_id', '=', given.tenant_id)
    .where('u.email_key', '=', given.email_key)
    .where('m.org_id', '=', given.org_id)
    .limit(sql.lit(1)),
);

type Reads = 'listInvitations' | 'listInvitationsFor' | 'findInvitation';

export const reads: Operations<OrganizationStore, Reads> = {
  listInvitations: async (tx, { tenant_id, org_id }, now, { after, limit }) =>
    tx.all(usable, { tenant_id, org_id, now, after: after ?? '', limit }),
  async listInvitationsFor(tx, tenant_id, email_key, now, { after, limit }) {
    const invitations = await tx.all(usableFor, { tenant_id, email_key, now, after: after ?? '', limit });
    const found: Awaited<ReturnType<OrganizationStore['listInvitationsFor']>> = [];
    for (const invitation of invitations) {
      const organization = await tx.first(enabled, { tenant_id, org_id: invitation.org_id });
      // Switched off between the two statements: it is as if it had been before.
      if (organization) found.push({ invitation, organization });
    }
    return found;
  },
  async findInvitation(tx, tenant_id, invitation_hash, now) {
    const invitation = await tx.first(current, { tenant_id, invitation_hash, now });
    const organization = invitation && (await tx.first(enabled, { tenant_id, org_id: invitation.org_id }));
    return organization ? { invitation, organization } : null;
  },
};

type Writes = 'invite' | 'withdrawInvitation' | 'acceptInvitation';

/** The organization is held in each, so that they happen one after the other. */
export const writes: Operations<OrganizationStore, Writes> = {
  async invite(tx, invitation, mail) {
    const { tenant_id, org_id, email_key } = invitation;
    const organization = await holdOrganization(tx, { tenant_id, org_id });
    if (!organization || organization.disabled_at !== null) return 'unknown';
    if (await tx.first(memberWithAddress, { tenant_id, org_id, email_key })) return 'already_member';
    await tx.run(takeBack, { tenant_id, org_id, email_key });
    await tx.run(insert, invitation);
    await enqueueMails(tx, [mail]);
    return 'invited';
  },
  async withdrawInvitation(tx, { tenant_id, org_id }, invitation_hash) {
    if (!(await holdOrganization(tx, { tenant_id, org_id }))) return false;
    return (await tx.run(withdraw, { tenant_id, org_id, invitation_hash })) > 0;
  },
  async acceptInvitation(tx, { tenant_id, invitation_hash }, sub, now) {
    const found = await tx.first(current, { tenant_id, invitation_hash, now });
    const user = found && (await holdUser(tx, { tenant_id, sub }));
    if (!user || user.disabled_at !== null) return { outcome: 'unknown' };
    const { org_id } = found;
    const organization = await holdOrganization(tx, { tenant_id, org_id });
    if (!organization || organization.disabled_at !== null) return { outcome: 'unknown' };
    // Read again: what others did to it before the organization was held shows only now.
    const invitation = await tx.first(current, { tenant_id, invitation_hash, now });
    if (!invitation) return { outcome: 'unknown' };
    if (invitation.used_at !== null) return { outcome: 'used' };
    if (invitation.email_key !== user.email_key) return { outcome: 'other_address' };
    await tx.run(use, { tenant_id, invitation_hash, now });
    const { role } = invitation;
    // Never raises what a member may do already.
    if ((await roleOf(tx, { tenant_id, org_id, sub })) !== undefined)
      return { outcome: 'already_member', organization };
    await insertMembership(tx, { tenant_id, org_id, sub, role, created_at: now, updated_at: now });
    return { outcome: 'joined', organization, role };
  },
};
