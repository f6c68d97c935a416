import { expect } from 'vitest';
import type { ManagementApi } from '../support/management-api.ts';
import type { TestServer } from '../support/start-server.ts';

/** Everything of a list, two at a time; fails if a page is larger. */
export async function walk<Item = Record<string, unknown>>(
  api: Pick<ManagementApi, 'call'>,
  path: string,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await api.call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=2${more}`);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(2);
    items.push(...body.items);
    cursor = body.next_cursor;
  } while (cursor !== null);
  return items;
}

/** What the audit log of the tenant says that this user did, oldest first. */
export async function doneBy(server: TestServer, { user }: Pick<ManagementApi, 'user'>) {
  const { tenant_id } = await server.tenant();
  const filter = { actor: `user:${user.sub}` };
  const events = await server.deps.storage.audit.list(tenant_id, filter, { after: null, limit: 200 });
  return events.map(({ action, sub, client_id, details, address, request_id }) => {
    expect([address, request_id]).toEqual([expect.any(String), expect.any(String)]);
    return { action, sub, client_id, details: JSON.parse(details) as Record<string, unknown> };
  });
}
