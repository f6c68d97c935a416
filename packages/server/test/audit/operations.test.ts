import { expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { COMMAND_LINE } from '../../src/management/actor.ts';
import { setClientDisabled } from '../../src/management/clients.ts';
import {
  auditOperations,
  getAuditNames,
  listAuditEvents,
  verifyAuditLogOperation,
} from '../../src/management/operations/audit.ts';
import type { TenantContext } from '../../src/management/operations/operation.ts';
import { recordEvent } from '../../src/storage/record-event.ts';
import { grantOf, ownBrowser, uninstall } from '../installed-apps/account.ts';
import { describeServer } from '../support/databases.ts';
import { authorize } from '../support/user-agent.ts';

describeServer('the audit log for the management API', {}, (server) => {
  async function context(): Promise<TenantContext> {
    const tenant = await server().tenant();
    return { deps: server().deps, caller: COMMAND_LINE, tenant, capabilities: capabilities([...tenant.scopes.keys()]) };
  }

  async function list(query: Record<string, string>) {
    const parsed = listAuditEvents.query.parse(query);
    const answer = await listAuditEvents.perform(await context(), {
      ...{ params: {}, query: parsed, body: undefined, revision: null },
    });
    return listAuditEvents.result.parse(answer);
  }

  async function verify(query: Record<string, string> = {}) {
    const answer = await verifyAuditLogOperation.perform(await context(), {
      ...{ params: {}, query: verifyAuditLogOperation.query.parse(query), body: undefined, revision: null },
    });
    return verifyAuditLogOperation.result.parse(answer);
  }

  const write = async (action: string, sub: string, details: Record<string, unknown> = {}) =>
    recordEvent(server().deps, await server().tenant(), { actor: `user:${sub}`, action, sub, details });

  test('is read with xenia:audit:read by admins', () => {
    expect(auditOperations.map(({ id, method, path, scope, role }) => [id, method, path, scope, role])).toEqual([
      ['listAuditEvents', 'GET', '/tenants/{tenant}/audit-events', 'xenia:audit:read', 'admin'],
      ['getAuditNames', 'GET', '/tenants/{tenant}/audit-log/names', 'xenia:audit:read', 'admin'],
      ['verifyAuditLog', 'GET', '/tenants/{tenant}/audit-log/verification', 'xenia:audit:read', 'admin'],
    ]);
  });

  test('whom it names by their ids are called by their names, as far as they are there', async () => {
    const [ada, bob] = [await server().aUser(), await server().aUser()];
    const { client_id } = await server().aClient({ client_name: 'Papyrus' });
    const names = async (query: Record<string, string>) => {
      const parsed = getAuditNames.query.parse(query);
      const answer = await getAuditNames.perform(await context(), {
        ...{ params: {}, query: parsed, body: undefined, revision: null },
      });
      return getAuditNames.result.parse(answer);
    };
    const subs = [ada.sub, 'gone', '__proto__', bob.sub, ada.sub].join(',');
    expect(await names({ subs, client_ids: `${client_id},,gone,${ada.sub}` })).toEqual({
      users: { [ada.sub]: ada.email, [bob.sub]: bob.email },
      clients: { [client_id]: 'Papyrus' },
    });
    expect(await names({})).toEqual({ users: {}, clients: {} });
    const many = (count: number) => ({ subs: Array.from({ length: count }, (_, n) => `u${n}`).join(',') });
    expect((await names(many(100))).users).toEqual({});
    expect(getAuditNames.query.safeParse(many(101)).error?.issues[0]?.message).toBe('Ask for at most 100 at once.');
  });

  test('is listed newest first or oldest first, by filters, page by page', async () => {
    const user = await server().aUser();
    for (let i = 0; i < 5; i += 1) {
      server().clock.advance(10);
      await write(i % 2 ? 'grant.revoked' : 'user.profile_changed', user.sub, { i });
    }
    // Whatever the account's own making has left in the log is not theirs.
    const actor = `user:${user.sub}`;
    const shown = async (query: Record<string, string>) =>
      (await list({ actor, user: user.email, action: 'user.', ...query })).items.map(({ details }) => details.i);
    expect(await shown({})).toEqual([4, 2, 0]);
    expect(await shown({ order: 'oldest_first' })).toEqual([0, 2, 4]);
    expect(await shown({ from: String(server().clock() - 20) })).toEqual([4, 2]);
    expect(await shown({ until: String(server().clock() - 20) })).toEqual([0]);
    for (const order of ['newest_first', 'oldest_first']) {
      const seen: unknown[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await list({ actor, order, limit: '2', ...(cursor === '' ? {} : { cursor }) });
        seen.push(...page.items.map(({ details }) => details.i));
        cursor = page.next_cursor;
      }
      expect(seen).toEqual(order === 'newest_first' ? [4, 3, 2, 1, 0] : [0, 1, 2, 3, 4]);
    }
  });

  test('is verified, against a head of before', async () => {
    await write('user.profile_changed', 'ada');
    const { head, ...rest } = await verify();
    expect(rest).toMatchObject({ whole: true, taken_over: 0, findings: [], more: false });
    expect(await verify({ expect: `${head?.seq}:${head?.hash}` })).toMatchObject({ whole: true });
    expect(await verify({ expect: `${head?.seq}:${'0'.repeat(64)}` })).toMatchObject({
      ...{ whole: false, findings: [{ fault: 'unexpected', from: head?.seq, to: head?.seq }] },
    });
    await expect(verify({ expect: 'nonsense' })).rejects.toMatchObject({
      kind: 'invalid',
      problems: [{ field: 'expect' }],
    });
  });

  test('says from where: the caller of the management API, the browser of a user, nobody for the command line', async () => {
    const client = await server().aClient();
    const { client_id } = client;
    const caller = { ...COMMAND_LINE, actor: 'user:root' as const, address: '192.0.2.1', request_id: 'XR-AAAA-AAAA' };
    await setClientDisabled({ ...server().deps, caller }, await server().tenant(), client_id, true);
    await setClientDisabled(server().deps, await server().tenant(), client_id, false);
    const [enabled, disabled] = (await list({ client_id, action: 'client.' })).items;
    expect(disabled).toMatchObject({ actor: 'user:root', address: '192.0.2.1', request_id: 'XR-AAAA-AAAA' });
    expect(enabled).toMatchObject({ actor: 'operator', address: null, request_id: null });

    const user = await server().aUser();
    await authorize(server(), client, user);
    await uninstall(await ownBrowser(server(), user), (await grantOf(server(), client, user)).grant_id);
    const [revoked] = (await list({ user: user.sub, action: 'grant.revoked' })).items;
    const logged = server().log.find(({ event, sub }) => event === 'uninstalled' && sub === user.sub);
    expect(revoked).toMatchObject({ address: '127.0.0.1', request_id: logged?.request_id });
  });
});
