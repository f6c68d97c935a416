import type { Caller } from '../../src/management/actor.ts';
import { createApp } from '../../src/management/apps.ts';
import { approveApp, submitApp } from '../../src/management/apps-review.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import type { NewClientInput } from '../../src/management/contract.ts';
import type { ManagementDeps } from '../../src/management/management-deps.ts';
import type { UserRole } from '../../src/storage/records.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';

/** The management of the server as this user calls it. */
export function as(
  { deps }: TestServer,
  { sub }: { sub: string },
  role: UserRole | null = 'developer',
): ManagementDeps {
  const caller: Caller = { actor: `user:${sub}`, role, sub, address: null, request_id: null };
  return { ...deps, caller };
}

/** As an administrator's program calls it. */
export function asAdmin({ deps }: TestServer): ManagementDeps {
  const caller = { actor: 'client:reviewer', role: 'admin', sub: null, address: null, request_id: null } as const;
  return { ...deps, caller };
}

export interface Draft {
  readonly owner: TestUser;
  readonly app_id: string;
  readonly client: IssuedClient;
}

/** A draft with one client, complete enough to be submitted. */
export async function aDraft(
  server: TestServer,
  { visibility = 'public', ...metadata }: NewClientInput & { visibility?: 'public' | 'private' | 'internal' } = {},
): Promise<Draft> {
  const owner = await server.aUser({ claims: { name: 'Grace Hopper' } });
  const { app_id } = await createApp(as(server, owner), await server.tenant(), {
    name: 'Engine Notes',
    short_description: 'Keeps what your engines told.',
    homepage_uri: 'https://notes.example/',
    visibility,
  });
  const client = await server.aClient({
    client_name: 'A client by another name',
    tos_uri: 'https://notes.example/terms',
    policy_uri: 'https://notes.example/privacy',
    ...metadata,
    app_id,
  });
  return { owner, app_id, client };
}

/** Submitted by its owner and approved by an administrator. */
export async function anApprovedApp(server: TestServer, input: Parameters<typeof aDraft>[1] = {}): Promise<Draft> {
  const draft = await aDraft(server, input);
  await submit(server, draft);
  await approve(server, draft);
  return draft;
}

export async function submit(server: TestServer, { owner, app_id }: Omit<Draft, 'client'>) {
  return submitApp(as(server, owner), await server.tenant(), { app_id, revision: null });
}

export async function approve(server: TestServer, { app_id }: Pick<Draft, 'app_id'>) {
  return approveApp(asAdmin(server), await server.tenant(), { app_id, revision: null }, {});
}
