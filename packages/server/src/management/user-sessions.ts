import { recordEvent } from '../storage/record-event.ts';
import type { SessionOverview } from '../storage/session-port.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { notFound } from './management-error.ts';
import { assertMayManageUser } from './user-authority.ts';
import { findUser } from './users.ts';

/** A browser on which a user is signed in. */
export type SessionInformation = Pick<
  SessionOverview,
  'sid' | 'auth_time' | 'acr' | 'user_agent' | 'address' | 'created_at' | 'last_seen_at' | 'expires_at'
> & { amr: string[] };

/** Those in force. `user`: the subject or the e-mail address, also below. Throws ManagementError. */
export async function listUserSessions(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock'>,
  tenant: Tenant,
  user: string,
): Promise<SessionInformation[]> {
  const { sub } = await findUser(deps, tenant, user);
  const { tenant_id, settings } = tenant;
  const sessions = await deps.storage.sessions.listOfUser(tenant_id, sub, deps.clock(), settings.sessionIdleTtl);
  return sessions.map(({ tenant_id: _, sub: __, amr, ...rest }) => ({ ...rest, amr: amr.split(' ') }));
}

type Ending = Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>;

/** Signs the user out on one browser; apps that took part are told. Throws ManagementError. */
export async function endUserSession(deps: Ending, tenant: Tenant, user: string, sid: string): Promise<void> {
  const record = await findUser(deps, tenant, user);
  assertMayManageUser(deps, record);
  const { tenant_id, sub } = record;
  if (!(await deps.storage.sessions.endOne(tenant_id, sub, sid, eventId(deps), deps.clock()))) {
    throw notFound('sid', `The user has no session ${sid}.`);
  }
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'user.session_ended', sub, details: { sid } });
}

/** Signs the user out everywhere; apps that took part are told. Throws ManagementError. */
export async function endUserSessions(
  deps: Ending,
  tenant: Tenant,
  user: string,
): Promise<{ sub: string; sessions_ended: number }> {
  const record = await findUser(deps, tenant, user);
  assertMayManageUser(deps, record);
  const { tenant_id, sub } = record;
  const sessions_ended = await deps.storage.sessions.endOthers(tenant_id, sub, null, eventId(deps), deps.clock());
  const details = { sessions_ended };
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'user.sessions_ended', sub, details });
  return { sub, sessions_ended };
}

function eventId({ random }: Pick<ManagementDeps, 'random'>): string {
  return random(16).toString('base64url');
}
