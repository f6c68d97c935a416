import { expect, test } from 'vitest';
import { closedTo } from '../../src/storage/app-access.ts';
import type { NewApp } from '../../src/storage/app-port.ts';
import { APP_ROLES, APP_STATES, APP_VISIBILITIES } from '../../src/storage/app-records.ts';
import { OwnerGoneError, type Storage } from '../../src/storage/port.ts';
import { describeStorage } from '../storage/backends.ts';
import {
  aClient,
  aNotice,
  anApproval,
  anInstallation,
  aPlace,
  aRefreshToken,
  aUser,
  NOW,
  rotate,
  unique,
} from '../storage/records.ts';

const PAGE = { after: null, limit: 100 };

function anApp(tenant_id: string, change: Partial<NewApp> = {}): NewApp {
  return {
    ...{ tenant_id, app_id: unique('papp'), name: 'App', short_description: 'Does it', details: '' },
    ...{ homepage_uri: null, category: 'other', icon_uri: null, visibility: 'private', state: 'draft', note: '' },
    ...{ reviewed_scope: '', proposed: null, review_since: null, terms_version: 0, revision: 1 },
    ...{ created_at: NOW, updated_at: NOW },
    ...change,
  } as NewApp;
}

describeStorage('apps', (storages) => {
  async function aStoredApp(storage: Storage, change: Partial<NewApp> = {}) {
    const place = await aPlace(storage);
    const app = anApp(place.tenant_id, change);
    expect(await storage.apps.create(app, place.user.sub)).toBe('created');
    return { ...place, app, app_id: app.app_id };
  }

  test('an app is found with its owner, in its own tenant only', async () => {
    const [storage] = storages();
    const { app, app_id, tenant_id, user } = await aStoredApp(storage);
    expect(await storage.apps.find(tenant_id, app_id)).toMatchObject({ ...app, revision: 1 });
    expect(await storage.apps.find((await aPlace(storage)).tenant_id, app_id)).toBeNull();
    expect(await storage.apps.role(tenant_id, app_id, user.sub)).toBe('owner');
    expect(await storage.apps.create(app, null)).toBe('exists');
    expect(await storage.apps.create(anApp(tenant_id), 'nobody')).toBe('unknown_user');
  });

  test('of many who decide on what they have seen, one does', async () => {
    const [a, b] = storages();
    const { app, client } = await aStoredApp(a);
    await a.apps.placeClient(client, app.app_id, NOW);
    const before = await a.clients.revision(client.tenant_id, client.client_id);
    const outcomes = await Promise.all(
      (['approved', 'returned'] as const).flatMap((state) =>
        [a, b].map((storage) => storage.apps.update(app, 1, { state }, [], NOW + 1)),
      ),
    );
    const won = outcomes.filter((outcome) => outcome !== 'changed');
    expect(won).toHaveLength(1);
    expect(await a.apps.find(app.tenant_id, app.app_id)).toEqual(won[0]);
    expect(won[0]).toMatchObject({ revision: 2, updated_at: NOW + 1 });
    expect(await a.clients.revision(client.tenant_id, client.client_id)).toBe((before ?? 0) + 1);
    expect(await a.apps.update({ ...app, app_id: 'none' }, 1, { note: 'x' }, [], NOW)).toBeNull();
  });

  test('lists are in order of the name, page by page, searched whatever the case, and filtered', async () => {
    const [storage] = storages();
    const { tenant_id, user } = await aStoredApp(storage, { name: 'zebra', short_description: '100% stripes_' });
    const other = aUser(tenant_id);
    await storage.users.create(other);
    await storage.apps.create(anApp(tenant_id, { name: 'Äpfel', state: 'approved', visibility: 'public' }), other.sub);
    await storage.apps.create(anApp(tenant_id, { name: 'apple', review_since: NOW, state: 'submitted' }), user.sub);
    const names = async (filter: Parameters<Storage['apps']['list']>[1], page = PAGE) =>
      (await storage.apps.list(tenant_id, filter, page)).map(({ name }) => name);
    expect(await names({})).toEqual(['apple', 'zebra', 'Äpfel']);
    const [first] = await storage.apps.list(tenant_id, {}, { after: null, limit: 1 });
    const next = await storage.apps.list(tenant_id, {}, { after: first?.sort_key ?? '', limit: 1 });
    expect(next.map(({ name }) => name)).toEqual(['zebra']);
    expect(await names({ search: 'äPF' })).toEqual(['Äpfel']);
    expect(await names({ search: '100% s' })).toEqual(['zebra']);
    expect(await names({ search: 'a_p' })).toEqual([]);
    expect(await names({ search: '%' })).toEqual(['zebra']);
    expect(await names({ waiting: true })).toEqual(['apple']);
    expect(await names({ state: 'approved', visibility: 'public' })).toEqual(['Äpfel']);
    expect(await names({ developer: user.sub })).toEqual(['apple', 'zebra']);
    expect(await names({ developer: other.sub, search: 'ap' })).toEqual([]);
  });

  test('a tester does not develop the app', async () => {
    const [storage] = storages();
    const { app, app_id, tenant_id } = await aStoredApp(storage);
    const tester = aUser(tenant_id);
    await storage.users.create(tester);
    const person = { tenant_id, app_id, sub: tester.sub, role: 'tester', created_at: NOW } as const;
    expect(await storage.apps.setPerson(person)).toBe('set');
    expect(await storage.apps.list(tenant_id, { developer: tester.sub }, PAGE)).toEqual([]);
    expect((await storage.apps.people(app, ['tester'], PAGE)).map(({ sub }) => sub)).toEqual([tester.sub]);
    expect((await storage.apps.people(app, ['owner', 'developer'], PAGE)).map(({ role }) => role)).toEqual(['owner']);
  });

  test('somebody always owns it, whoever goes first', async () => {
    const [a, b] = storages();
    const { app, app_id, tenant_id, user } = await aStoredApp(a);
    const other = aUser(tenant_id);
    await a.users.create(other);
    const person = { tenant_id, app_id, created_at: NOW };
    expect(await a.apps.removePerson(app, user.sub)).toBe('last_owner');
    expect(await a.apps.setPerson({ ...person, sub: user.sub, role: 'developer' })).toBe('last_owner');
    expect(await a.apps.setPerson({ ...person, sub: other.sub, role: 'owner' })).toBe('set');
    const left = await Promise.all([a.apps.removePerson(app, user.sub), b.apps.removePerson(app, other.sub)]);
    expect(left.sort()).toEqual(['last_owner', 'removed']);
    expect(await a.apps.removePerson(app, 'nobody')).toBe('unknown');
    expect(await a.apps.setPerson({ ...person, sub: 'nobody', role: 'owner' })).toBe('unknown');
  });

  test('catalogue 88: a deleted app takes its clients with it, and neither id is given out again', async () => {
    const [storage] = storages();
    const { app, app_id, tenant_id, client } = await aStoredApp(storage);
    const second = aClient(tenant_id, { app_id });
    expect(await storage.clients.create(second, [], [])).toBe('created');
    expect(await storage.apps.placeClient(client, app_id, NOW)).toBe('placed');
    expect(await storage.apps.clients(app, PAGE)).toHaveLength(2);
    expect(await storage.apps.delete(app, NOW)).toBe(true);
    expect(await storage.apps.delete(app, NOW)).toBe(false);
    expect(await storage.clients.find(tenant_id, client.client_id)).toBeNull();
    expect(await storage.apps.create(app, null)).toBe('exists');
    expect(await storage.clients.create({ ...second, app_id: null }, [], [])).toBe('exists');
    expect(await storage.apps.placeClient(client, app_id, NOW)).toBe('unknown_app');
  });

  test('a client is never added to an app that is gone, also when both happen at once', async () => {
    const [a, b] = storages();
    for (let round = 0; round < 10; round++) {
      const { app, app_id, tenant_id } = await aStoredApp(a);
      const client = aClient(tenant_id, { app_id });
      const [created] = await Promise.allSettled([b.clients.create(client, [], []), a.apps.delete(app, NOW)]);
      if (created.status === 'rejected') expect(created.reason).toBeInstanceOf(OwnerGoneError);
      expect(await a.clients.find(tenant_id, client.client_id)).toBeNull();
    }
  });

  test('terms are numbered without a gap, and each version is accepted once', async () => {
    const [a, b] = storages();
    const { app, app_id, tenant_id, user, client } = await aStoredApp(a);
    await a.apps.placeClient(client, app_id, NOW);
    const terms = { tenant_id, app_id, text: 'Be kind.', uri: null, published_by: user.sub, created_at: NOW };
    const versions = await Promise.all([a, b, a, b].map((storage) => storage.apps.publishTerms(terms)));
    expect(versions.sort()).toEqual([1, 2, 3, 4]);
    expect((await a.clients.find(tenant_id, client.client_id))?.app).toMatchObject({ terms_version: 4, revision: 5 });
    expect((await a.apps.listTerms(app, { after: null, limit: 3 })).map(({ version }) => version)).toEqual([4, 3, 2]);
    expect((await a.apps.listTerms(app, { after: '2', limit: 3 })).map(({ version }) => version)).toEqual([1]);
    const acceptance = { tenant_id, app_id, sub: user.sub, version: 3, accepted_at: NOW };
    const accepted = await Promise.all([a, b, a].map((storage) => storage.apps.acceptTerms(acceptance)));
    expect(accepted.filter(Boolean)).toHaveLength(1);
    await a.apps.acceptTerms({ ...acceptance, version: 2, accepted_at: NOW + 9 });
    expect(await a.apps.acceptedTerms(tenant_id, app_id, user.sub)).toEqual(acceptance);
    expect(await a.apps.publishTerms({ ...terms, app_id: 'none' })).toBeNull();
  });

  test('subscribers are those with a live grant on any client of the app, page by page', async () => {
    const [storage] = storages();
    const { app, app_id, tenant_id } = await aStoredApp(storage);
    const expected: string[] = [];
    for (const name of ['a', 'b']) {
      const client = aClient(tenant_id, { client_id: unique(name), app_id });
      await storage.clients.create(client, [], []);
      for (let count = 0; count < 3; count++) {
        const user = aUser(tenant_id, { claims: '{"name":"Ada"}' });
        await storage.users.create(user);
        await storage.grants.approve(anApproval({ tenant_id, client, user }), NOW);
        expected.push(`${client.client_id} ${user.sub}`);
      }
    }
    const seen: string[] = [];
    let after: { client_id: string; sub: string; org_id: string } | null = null;
    for (;;) {
      const page = await storage.apps.subscribers(app, after, 2);
      seen.push(...page.map(({ client_id, sub }) => `${client_id} ${sub}`));
      after = page.at(-1) ?? null;
      if (page.length < 2) break;
      expect(page[0]).toMatchObject({ claims: '{"name":"Ada"}', organization_name: null, created_at: NOW });
    }
    expect(seen).toEqual(expected.sort());
    const [first] = await storage.apps.subscribers(app, null, 1);
    const grant = await storage.grants.find(tenant_id, first?.client_id ?? '', first?.sub ?? '', '');
    await storage.grants.revoke(tenant_id, grant?.grant_id ?? '', aNotice(), NOW);
    expect(await storage.apps.subscribers(app, null, 10)).toHaveLength(5);
  });

  const worlds = APP_STATES.flatMap((state) =>
    APP_VISIBILITIES.flatMap((visibility) =>
      ([null, ...APP_ROLES] as const).flatMap((works_on_it) =>
        ([null, 'developer'] as const).map((role) => ({ state, visibility, works_on_it, role })),
      ),
    ),
  );

  test('what tokens hang on is the one rule, also as a condition of statements', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const { tenant_id, client } = place;
    const app = anApp(tenant_id, { state: 'approved', visibility: 'public' });
    const { app_id } = app;
    await storage.apps.create(app, null);
    await storage.apps.placeClient(client, app_id, NOW);
    let revision = 1;
    for (const { works_on_it, role, ...change } of worlds) {
      const user = aUser(tenant_id, { role });
      await storage.users.create(user);
      const { token, family_id } = await anInstallation(storage, { ...place, user });
      expect(await storage.apps.update(app, revision, change, [], NOW)).not.toBe('changed');
      revision += 1;
      const { sub } = user;
      if (works_on_it) await storage.apps.setPerson({ tenant_id, app_id, sub, role: works_on_it, created_at: NOW });
      const closed = closedTo(change, { works_on_it, role });
      expect((await storage.grants.familyStatus(tenant_id, family_id, NOW))?.ended).toBe(closed);
      const { outcome } = await rotate(storage, token, aRefreshToken(token));
      expect(outcome, JSON.stringify({ ...change, works_on_it, role })).toBe(closed === null ? 'rotated' : 'unknown');
      await storage.apps.update(app, revision, { state: 'approved', visibility: 'public' }, [], NOW);
      revision += 1;
    }
  });
});
