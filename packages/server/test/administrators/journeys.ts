import type { Caller } from '../../src/management/actor.ts';
import { setUserRole } from '../../src/management/administrators.ts';
import { makeSetupLink } from '../../src/management/first-operator.ts';
import type { UserRecord, UserRole } from '../../src/storage/records.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import type { UserAgent } from '../support/user-agent.ts';

/** Long enough where nothing else is asked for, and made of nothing that is tried first. */
export const NEW_PASSWORD = 'seven quiet lanterns';

/** A link for the first operator; fails if there is one. */
export async function aSetupLink(server: TestServer): Promise<string> {
  const link = await makeSetupLink(server.deps);
  if (link === null) throw new Error('no setup link is made');
  return link.url;
}

/** Opens the link and sends its form as a person would. */
export async function setUp(
  agent: UserAgent,
  url: string,
  { email, password = NEW_PASSWORD }: { email?: string; password?: string },
): Promise<Response> {
  const page = await (await agent.visit(url)).text();
  return agent.submit(page, { ...(email === undefined ? {} : { email }), password, password_again: password });
}

/** A user to whom the command line gave a role. */
export async function aUserWith(server: TestServer, role: UserRole | null): Promise<TestUser> {
  const user = await server.aUser();
  await setUserRole(server.deps, await server.tenant(), user.sub, { role });
  return user;
}

export async function stored(server: TestServer, user: string): Promise<UserRecord> {
  const { tenant_id } = await server.tenant();
  const { users } = server.deps.storage;
  const record = (await users.find(tenant_id, user)) ?? (await users.findByEmailKey(tenant_id, user));
  if (record === null) throw new Error(`no user ${user}`);
  return record;
}

/** Somebody of that role who asks for something over the API. */
export function aCaller(role: UserRole | null, sub: string | null = 'usr_caller'): Caller {
  return { actor: sub === null ? 'client:robot' : `user:${sub}`, role, sub, address: '192.0.2.1', request_id: 'XR-1' };
}
