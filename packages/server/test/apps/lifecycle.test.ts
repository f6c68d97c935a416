import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertMayManageApp, createApp, deleteApp, listApps, showApp, updateApp } from '../../src/management/apps.ts';
import { listAppClients, placeClient } from '../../src/management/apps-clients.ts';
import { addAppDeveloper, addAppTester, listAppPeople, removeAppPerson } from '../../src/management/apps-people.ts';
import {
  approveApp,
  reinstateApp,
  returnApp,
  submitApp,
  suspendApp,
  withdrawApp,
} from '../../src/management/apps-review.ts';
import { describeSubscriber, listSubscribers } from '../../src/management/apps-subscribers.ts';
import { listTerms, publishTerms } from '../../src/management/apps-terms.ts';
import { updateClient } from '../../src/management/clients.ts';
import type { ManagementDeps } from '../../src/management/management-deps.ts';
import { putScope } from '../../src/management/scopes.ts';
import { capabilities } from '../management/installation.ts';
import { refusal } from '../management/refusal.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import { mailsTo, mailTo } from '../support/mails.ts';
import { API, startServer, type TestServer } from '../support/start-server.ts';
import { aDraft, anApprovedApp, approve, as, asAdmin, submit } from './maker.ts';

const PAGE = { after: null, limit: 50 };
const whichever = null;

describe('the life of an app', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    const payments = { name: 'payments', resource: API, display_name: 'Pay', needs_review: true };
    await putScope(server.deps, await server.tenant(), payments);
  });
  afterAll(() => server.close());

  async function eventsOf(app_id: string) {
    const { tenant_id } = await server.tenant();
    const events = await server.deps.storage.audit.list(tenant_id, { action: 'app.' }, { after: null, limit: 1_000 });
    return events.filter(({ details }) => JSON.parse(details).app_id === app_id);
  }

  test('submitted, sent back, submitted again, approved, suspended and reinstated: each is written down and mailed', async () => {
    const tenant = await server.tenant();
    const { owner, app_id } = await aDraft(server);
    const app = { app_id, revision: whichever };
    const admin = asAdmin(server);
    expect(await submit(server, { owner, app_id })).toMatchObject({ state: 'submitted' });
    const note = 'The name is that of another product.';
    expect(await returnApp(admin, tenant, app, { note })).toMatchObject({
      state: 'returned',
      note,
      review_since: null,
    });
    expect(await submit(server, { owner, app_id })).toMatchObject({ state: 'submitted', note: '' });
    expect(await approve(server, { app_id })).toMatchObject({ state: 'approved', review_since: null });
    const reason = 'It sends unwanted mail.';
    expect(await suspendApp(admin, tenant, app, { note: reason })).toMatchObject({ state: 'suspended', note: reason });
    expect(await reinstateApp(admin, tenant, app)).toMatchObject({ state: 'approved', note: '' });

    const steps = (await eventsOf(app_id)).map(({ action, actor }) => `${action} by ${actor}`);
    expect(steps).toEqual([
      `app.created by user:${owner.sub}`,
      `app.submitted by user:${owner.sub}`,
      'app.returned by client:reviewer',
      `app.submitted by user:${owner.sub}`,
      'app.approved by client:reviewer',
      'app.suspended by client:reviewer',
      'app.reinstated by client:reviewer',
    ]);
    const mails = (await mailsTo(server, owner.email)).filter(({ template }) => template === 'app_review');
    expect(mails.map(({ subject }) => subject).sort()).toEqual(
      [
        'Engine Notes was submitted to Demo',
        'Engine Notes was submitted to Demo',
        'Engine Notes needs another look before Demo can approve it',
        'Engine Notes is approved by Demo',
        'Engine Notes was suspended by Demo',
        'Engine Notes works again on Demo',
      ].sort(),
    );
    expect(mails.find(({ subject }) => subject.includes('another look'))?.text).toContain(note);
    expect(mails.find(({ subject }) => subject.includes('suspended'))?.text).toContain(reason);
  });

  test('withdrawn before anybody has decided, it is a draft again, and nothing is left to decide on', async () => {
    const tenant = await server.tenant();
    const { owner, app_id } = await aDraft(server, { scope: 'openid payments' });
    const submitted = await submit(server, { owner, app_id });
    expect(submitted.proposed).toEqual({ scope: 'payments' });
    const developer = as(server, owner);
    const withdraw = (revision: number | null) => withdrawApp(developer, tenant, { app_id, revision });
    expect((await refusal(withdraw(submitted.revision - 1))).kind).toBe('precondition_failed');
    expect(await withdraw(submitted.revision)).toMatchObject({ state: 'draft', proposed: {}, review_since: null });
    expect((await refusal(withdraw(whichever))).kind).toBe('conflict');
    expect((await refusal(approve(server, { app_id }))).kind).toBe('conflict');
    expect((await eventsOf(app_id)).map(({ action }) => action)).toEqual([
      ...['app.created', 'app.submitted', 'app.withdrawn'],
    ]);
    const { subject } = (await mailsTo(server, owner.email)).find(({ text }) => text.includes('withdrawn')) ?? {};
    expect(subject).toBe('Engine Notes was withdrawn from the review by Demo');
    expect(await submit(server, { owner, app_id })).toMatchObject({ state: 'submitted' });
  });

  test('what waits of an approved app is withdrawn, and what was approved stays in force', async () => {
    const tenant = await server.tenant();
    const { owner, app_id } = await anApprovedApp(server);
    const developer = as(server, owner);
    const withdraw = () => withdrawApp(developer, tenant, { app_id, revision: whichever });
    expect((await refusal(withdraw())).kind).toBe('conflict');
    await updateApp(developer, tenant, app_id, { change: { name: 'Engine Diary' }, revision: whichever });
    expect(await withdraw()).toMatchObject({
      ...{ state: 'approved', name: 'Engine Notes', proposed: {}, review_since: null },
    });
  });

  test('developers get the mail in their language; testers and who is disabled get none', async () => {
    const tenant = await server.tenant();
    const { owner, app_id } = await aDraft(server);
    const german = await server.aUser({ claims: { locale: 'de' } });
    const gone = await server.aUser();
    const tester = await server.aUser();
    for (const { email } of [german, gone]) {
      await addAppDeveloper(as(server, owner), tenant, app_id, { user: email, role: 'developer' });
    }
    await addAppTester(as(server, owner), tenant, app_id, { user: tester.email });
    await server.deps.storage.users.setDisabled(tenant.tenant_id, gone.sub, server.clock(), 'event', server.clock());
    await submit(server, { owner, app_id });
    expect((await mailTo(server, german.email, 'app_review')).subject).toBe('Engine Notes wurde bei Demo eingereicht');
    expect(await mailsTo(server, gone.email)).toEqual([]);
    expect(await mailsTo(server, tester.email)).toEqual([]);
  });

  test('an incomplete app is not submitted, and everything that is missing is said at once', async () => {
    const tenant = await server.tenant();
    const owner = await server.aUser();
    const deps = as(server, owner);
    const { app_id } = await createApp(deps, tenant, { name: 'Bare', visibility: 'public' });
    const bare = await refusal(submitApp(deps, tenant, { app_id, revision: whichever }));
    expect(bare.problems.map(({ field }) => field)).toEqual(['short_description', 'homepage_uri', 'clients']);
    await updateApp(deps, tenant, app_id, {
      change: { short_description: 'Does it.', homepage_uri: 'https://bare.example/' },
      revision: whichever,
    });
    const client = await server.aClient({ app_id });
    const { problems } = await refusal(submitApp(deps, tenant, { app_id, revision: whichever }));
    expect(problems.map(({ problem }) => /tos_uri|policy_uri/.exec(problem)?.[0])).toEqual(['tos_uri', 'policy_uri']);
    // A disabled client is nothing that users could meet.
    await server.deps.storage.clients.update(
      tenant.tenant_id,
      client.client_id,
      { disabled_at: server.clock() },
      server.clock(),
    );
    const none = await refusal(submitApp(deps, tenant, { app_id, revision: whichever }));
    expect(none.problems.map(({ field }) => field)).toEqual(['clients']);
    const { client_id } = await server.aClient({ app_id, policy_uri: 'https://bare.example/privacy' });
    expect(client_id).not.toBe(client.client_id);
    await publishTerms(deps, tenant, app_id, { text: 'Be kind.' });
    expect(await submitApp(deps, tenant, { app_id, revision: whichever })).toMatchObject({ state: 'submitted' });
  });

  test('a private app needs no terms and no privacy policy', async () => {
    const tenant = await server.tenant();
    const { owner, app_id, client } = await aDraft(server, { visibility: 'private' });
    const able = { ...capabilities, scopes: [...tenant.scopes.keys()] };
    const change = { tos_uri: null, policy_uri: null };
    await updateClient(server.deps, tenant, able, { client_id: client.client_id, change });
    expect(await submit(server, { owner, app_id })).toMatchObject({ state: 'submitted' });
  });

  test('of two administrators who approve and return at once, one decides and the other is told', async () => {
    const tenant = await server.tenant();
    for (let round = 0; round < 5; round++) {
      const { owner, app_id } = await aDraft(server);
      await submit(server, { owner, app_id });
      const app = { app_id, revision: whichever };
      const outcomes = await Promise.allSettled([
        approveApp(asAdmin(server), tenant, app, {}),
        returnApp(asAdmin(server), tenant, app, { note: 'No.' }),
      ]);
      const done = outcomes.filter(({ status }) => status === 'fulfilled');
      expect(done).toHaveLength(1);
      const [lost] = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      expect(['precondition_failed', 'conflict']).toContain(lost.kind);
      const mails = (await mailsTo(server, owner.email)).filter(({ template }) => template === 'app_review');
      expect(mails).toHaveLength(2);
    }
  });

  test('what was changed since it was looked at is not approved unseen', async () => {
    const tenant = await server.tenant();
    const { owner, app_id } = await aDraft(server);
    const seen = await submit(server, { owner, app_id });
    await updateApp(as(server, owner), tenant, app_id, { change: { name: 'Your Bank' }, revision: whichever });
    const late = await refusal(approveApp(asAdmin(server), tenant, { app_id, revision: seen.revision }, {}));
    expect(late.kind).toBe('precondition_failed');
    expect(await showApp(asAdmin(server), tenant, app_id)).toMatchObject({ state: 'submitted', name: 'Your Bank' });
  });

  test('what users trust an approved app by waits for a review, while what was approved stays in force', async () => {
    const tenant = await server.tenant();
    const { owner, app_id } = await anApprovedApp(server);
    const developer = as(server, owner);
    const change = { name: 'Engine Diary', icon_uri: 'https://notes.example/icon.png', details: 'Much more.' };
    expect(await updateApp(developer, tenant, app_id, { change, revision: whichever })).toMatchObject({
      state: 'approved',
      name: 'Engine Notes',
      icon_uri: null,
      details: 'Much more.',
      proposed: { name: 'Engine Diary', icon_uri: 'https://notes.example/icon.png' },
      review_since: server.clock(),
    });
    const waiting = await listApps(asAdmin(server), tenant, { waiting: 'true' }, PAGE);
    expect(waiting.map((app) => app.app_id)).toContain(app_id);
    // Set back to what is in force, it waits no longer.
    const back = { name: 'Engine Notes' };
    expect((await updateApp(developer, tenant, app_id, { change: back, revision: whichever })).proposed).toEqual({
      icon_uri: 'https://notes.example/icon.png',
    });
    await returnApp(asAdmin(server), tenant, { app_id, revision: whichever }, { note: 'Not that icon.' });
    expect(await showApp(developer, tenant, app_id)).toMatchObject({
      ...{ state: 'approved', proposed: {}, review_since: null, icon_uri: null, note: 'Not that icon.' },
    });
    await updateApp(developer, tenant, app_id, { change: { name: 'Engine Diary' }, revision: whichever });
    expect(await approve(server, { app_id })).toMatchObject({ name: 'Engine Diary', proposed: {}, review_since: null });
  });

  test('what an administrator sets is reviewed by that', async () => {
    const tenant = await server.tenant();
    const { owner, app_id } = await anApprovedApp(server);
    await updateApp(as(server, owner), tenant, app_id, { change: { name: 'A' }, revision: whichever });
    const update = { change: { name: 'B' }, revision: whichever };
    expect(await updateApp(asAdmin(server), tenant, app_id, update)).toMatchObject({
      ...{ name: 'B', proposed: {}, review_since: null },
    });
  });

  test('a scope that demands a review is submitted with the app, and later ones again', async () => {
    const tenant = await server.tenant();
    const { owner, app_id } = await anApprovedApp(server);
    const again = await refusal(submit(server, { owner, app_id }));
    expect(again.kind).toBe('conflict');
    await server.aClient({ app_id, ...terms, scope: 'openid payments' });
    expect(await submit(server, { owner, app_id })).toMatchObject({
      ...{ state: 'approved', proposed: { scope: 'payments' }, reviewed_scope: '' },
    });
    // Not one that came after what the reviewer saw.
    await putScope(server.deps, tenant, { name: 'refunds', resource: API, display_name: 'Refund', needs_review: true });
    await server.aClient({ app_id, ...terms, scope: 'openid refunds' });
    expect(await approve(server, { app_id })).toMatchObject({ proposed: {}, reviewed_scope: 'payments' });
  });

  const terms = { tos_uri: 'https://notes.example/terms', policy_uri: 'https://notes.example/privacy' };

  describe('who may what', () => {
    const attempts: [string, (deps: ManagementDeps, app_id: string) => Promise<unknown>][] = [
      ['show', async (deps, id) => showApp(deps, await server.tenant(), id)],
      ['update', async (deps, id) => updateApp(deps, await server.tenant(), id, { change: {}, revision: whichever })],
      ['delete', async (deps, id) => deleteApp(deps, await server.tenant(), id)],
      ['submit', async (deps, id) => submitApp(deps, await server.tenant(), { app_id: id, revision: whichever })],
      ['withdraw', async (deps, id) => withdrawApp(deps, await server.tenant(), { app_id: id, revision: whichever })],
      ['approve', async (deps, id) => approveApp(deps, await server.tenant(), { app_id: id, revision: whichever }, {})],
      ['list clients', async (deps, id) => listAppClients(deps, await server.tenant(), id, PAGE)],
      [
        'list developers',
        async (deps, app_id) => listAppPeople(deps, await server.tenant(), { app_id, kind: 'developers' }, PAGE),
      ],
      [
        'add a developer',
        async (deps, id) => addAppDeveloper(deps, await server.tenant(), id, { user: 'x', role: 'owner' }),
      ],
      ['add a tester', async (deps, id) => addAppTester(deps, await server.tenant(), id, { user: 'x' })],
      ['list subscribers', async (deps, id) => listSubscribers(deps, await server.tenant(), id, PAGE)],
      ['publish terms', async (deps, id) => publishTerms(deps, await server.tenant(), id, { text: 'x' })],
      ['list terms', async (deps, id) => listTerms(deps, await server.tenant(), id, PAGE)],
    ];

    test.each(attempts)('catalogue 80: a foreign app is as unknown as none: %s', async (_, attempt) => {
      const { app_id } = await aDraft(server);
      const stranger = await server.aUser();
      const tester = await server.aUser();
      const person = { tenant_id: (await server.tenant()).tenant_id, app_id, created_at: 0 };
      await server.deps.storage.apps.setPerson({ ...person, sub: tester.sub, role: 'tester' });
      const none = await refusal(attempt(as(server, stranger), 'papp_none'));
      expect(none.kind).toBe('not_found');
      for (const [user, role] of [
        [stranger, null],
        [stranger, 'developer'],
        [tester, 'developer'],
      ] as const) {
        const foreign = await refusal(attempt(as(server, user, role), app_id));
        expect(foreign.kind).toBe('not_found');
        expect(foreign.message).toBe(none.message.replace('papp_none', app_id));
      }
    });

    test('a developer is not an owner: neither deletes the app nor says who develops it; and nobody decides on their own', async () => {
      const tenant = await server.tenant();
      const { owner, app_id, client } = await aDraft(server);
      const colleague = await server.aUser();
      await addAppDeveloper(as(server, owner), tenant, app_id, { user: colleague.sub, role: 'developer' });
      const deps = as(server, colleague, null);
      expect((await assertMayManageApp(deps, tenant, app_id)).app_id).toBe(app_id);
      const refused = [
        deleteApp(deps, tenant, app_id),
        addAppDeveloper(deps, tenant, app_id, { user: colleague.sub, role: 'owner' }),
        removeAppPerson(deps, tenant, { app_id, sub: owner.sub, kind: 'developers' }),
        approveApp(as(server, owner), tenant, { app_id, revision: whichever }, {}),
        suspendApp(as(server, owner), tenant, { app_id, revision: whichever }, { note: 'x' }),
        placeClient(as(server, owner), tenant, { client_id: client.client_id, app_id: null }),
        createApp(as(server, owner), tenant, { name: 'X', owner: colleague.sub }),
      ];
      for (const attempt of refused) expect((await refusal(attempt)).kind).toBe('forbidden');
      // Everybody may leave.
      expect(await removeAppPerson(deps, tenant, { app_id, sub: colleague.sub, kind: 'developers' })).toMatchObject({
        removed: true,
      });
      const last = removeAppPerson(as(server, owner), tenant, { app_id, sub: owner.sub, kind: 'developers' });
      expect((await refusal(last)).kind).toBe('conflict');
    });

    test('without a role an app is made only where anyone may', async () => {
      const tenant = await server.tenant();
      const deps = as(server, await server.aUser(), null);
      expect((await refusal(createApp(deps, tenant, { name: 'X' }))).kind).toBe('forbidden');
      const settings = { ...tenant.settings, developers: 'anyone' } as const;
      const { app_id } = await createApp(deps, { ...tenant, settings }, { name: 'X' });
      expect(await showApp(deps, tenant, app_id)).toMatchObject({ name: 'X', state: 'draft', visibility: 'private' });
    });

    test('lists: all for an administrator, their own for everybody else', async () => {
      const tenant = await server.tenant();
      const mine = await aDraft(server);
      const other = await aDraft(server);
      const idsFor = async (deps: ManagementDeps, filter = {}) =>
        (await listApps(deps, tenant, filter, { after: null, limit: 200 })).map(({ app_id }) => app_id);
      expect(await idsFor(as(server, mine.owner))).toEqual([mine.app_id]);
      expect(await idsFor(as(server, mine.owner, null))).toEqual([mine.app_id]);
      expect(await idsFor(as(server, mine.owner, 'admin'), { mine: 'true' })).toEqual([mine.app_id]);
      expect(await idsFor(asAdmin(server))).toEqual(expect.arrayContaining([mine.app_id, other.app_id]));
      expect(await idsFor(asAdmin(server), { mine: 'true' })).toEqual([]);
    });

    test('who names people to a developer finds out about ten strangers an hour', async () => {
      const tenant = await server.tenant();
      const { owner, app_id } = await aDraft(server);
      const add = (user: string) => addAppTester(as(server, owner), tenant, app_id, { user });
      for (let guess = 0; guess < 10; guess++)
        expect((await refusal(add(`guess${guess}@example.com`))).kind).toBe('not_found');
      const { email } = await server.aUser();
      expect((await refusal(add(email))).kind).toBe('forbidden');
    });
  });

  test('catalogue 67, 71: no upload, no other kind of address, no member that is not the developer’s to set', async () => {
    const tenant = await server.tenant();
    const { owner, app_id } = await aDraft(server);
    for (const change of [
      { icon_uri: 'data:image/svg+xml,<svg onload=alert(1)>' },
      { icon_uri: 'http://notes.example/icon.png' },
      { icon_uri: 'javascript:alert(1)' },
      { homepage_uri: 'javascript:alert(1)' },
      { state: 'approved' },
      { reviewed_scope: 'payments' },
      { revision: 9 },
      { name: 'Two\nlines' },
      { short_description: 'x'.repeat(121) },
      { details: 'x'.repeat(4001) },
      { category: 'malware' },
    ]) {
      const attempt = updateApp(as(server, owner), tenant, app_id, { change: change as object, revision: whichever });
      const { kind, problems } = await refusal(attempt);
      expect({ kind, fields: problems.map(({ field }) => field) }).toEqual({
        kind: 'invalid',
        fields: Object.keys(change),
      });
    }
  });

  test('developers see of a subscriber what the app may know: no address, a name only with profile', async () => {
    const tenant = await server.tenant();
    const { owner, app_id, client } = await anApprovedApp(server);
    const named = await server.aUser({ claims: { name: 'Mary Somerville' } });
    const unnamed = await server.aUser({ claims: { name: 'Charles Babbage' } });
    await anInstalledApp(server, { client, user: named, parameters: { scope: 'openid profile email' } });
    await anInstalledApp(server, { client, user: unnamed, parameters: { scope: 'openid' } });
    const rows = await listSubscribers(as(server, owner), tenant, app_id, PAGE);
    const seen = rows.map(describeSubscriber).sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
    const since = server.clock();
    const { client_id } = client;
    expect(seen).toEqual([
      { client_id, sub: unnamed.sub, name: null, organization: null, since },
      { client_id, sub: named.sub, name: 'Mary Somerville', organization: null, since },
    ]);
  });

  test('an administrator moves a client into an app and out again', async () => {
    const tenant = await server.tenant();
    const { app_id } = await aDraft(server);
    const { client_id } = await server.aClient();
    const admin = asAdmin(server);
    const kind = async (attempt: Promise<unknown>) => (await refusal(attempt)).kind;
    expect(await placeClient(admin, tenant, { client_id, app_id })).toEqual({ client_id, app_id });
    expect((await listAppClients(admin, tenant, app_id, PAGE)).map((client) => client.client_id)).toContain(client_id);
    expect(await kind(placeClient(admin, tenant, { client_id, app_id: null, from: 'papp_other' }))).toBe('not_found');
    expect(await placeClient(admin, tenant, { client_id, app_id: null, from: app_id })).toMatchObject({ app_id: null });
    expect(await kind(placeClient(admin, tenant, { client_id, app_id: 'papp_none' }))).toBe('not_found');
    expect(await kind(placeClient(admin, tenant, { client_id: 'none', app_id }))).toBe('not_found');
  });
});
