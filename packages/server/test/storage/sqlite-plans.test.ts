import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../../src/storage/sql/executor.ts';
import { operations } from '../../src/storage/sql/operations.ts';
import { openDatabase, SqliteConnection } from '../../src/storage/sql/sqlite-connection.ts';
import { bind, type Statement } from '../../src/storage/sql/statement.ts';
import { createSqlite } from './backends.ts';
import {
  aMail,
  aNotice,
  anAccessToken,
  anApproval,
  anInstallation,
  anInteraction,
  aPlace,
  aRefreshToken,
  aSession,
  aTicket,
  aUser,
  NOW,
  type Place,
} from './records.ts';

/** Runs statements and remembers how SQLite means to find their rows. */
class ExplainingExecutor implements Executor {
  readonly plans: { sql: string; details: string[] }[] = [];
  readonly #connection: SqliteConnection;
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#connection = new SqliteConnection(path, 1_000);
    this.#database = openDatabase(path, 1_000);
  }

  all<A extends object, R>(statement: Statement<A, R>, args: A): R[] {
    this.#explain(statement, args);
    return this.#connection.all(statement, args);
  }

  first<A extends object, R>(statement: Statement<A, R>, args: A): R | undefined {
    this.#explain(statement, args);
    return this.#connection.first(statement, args);
  }

  run<A extends object, R>(statement: Statement<A, R>, args: A): number {
    this.#explain(statement, args);
    return this.#connection.run(statement, args);
  }

  close() {
    this.#connection.close();
    this.#database.close();
  }

  #explain<A extends object, R>(statement: Statement<A, R>, args: A) {
    const compiled = statement.compiled.sqlite();
    const values = bind(compiled, args) as SQLInputValue[];
    const rows = this.#database.prepare(`EXPLAIN QUERY PLAN ${compiled.sql}`).all(...values);
    this.plans.push({ sql: compiled.sql, details: rows.map(({ detail }) => String(detail)) });
  }
}

/** Every operation on those who administer, in an order in which each finds something. */
function ofAdministrators({ tenant_id, user: { sub } }: Place): [string, ...unknown[]][] {
  const page = { after: null, limit: 10 };
  const user = { tenant_id, sub };
  const link = { tenant_id, link_hash: 'x', purpose: 'recovery', sub, created_at: NOW, expires_at: NOW + 60 };
  const restore = { kind: 'restore', password_hash: 'x', event_id: 'event 6' };
  return [
    ['administrators.hasOperator'],
    ['administrators.setRole', user, { from: null, to: 'admin' }, NOW],
    ['administrators.list', tenant_id, page],
    ['administrators.issueSetupLink', link, []],
    ['administrators.findSetupLink', tenant_id, 'x', NOW],
    ['administrators.redeemSetupLink', link, restore, NOW],
    ['administrators.operators', page],
    ['administrators.createFirst', aUser(tenant_id)],
    ['administrators.issueSetupLink', { ...link, purpose: 'first', sub: null }, []],
    ['administrators.setRole', user, { from: 'operator', to: null }, NOW],
    ['administrators.createFirst', aUser(tenant_id)],
    ['administrators.setRole', user, { from: null, to: null }, NOW],
  ];
}

/** Every operation on organizations, in an order in which each finds something. */
function ofOrganizations(place: Place): [string, ...unknown[]][] {
  const { tenant_id, client, user } = place;
  const { client_id } = client;
  const org = { tenant_id, org_id: 'org' };
  const app = { ...org, client_id };
  const page = { after: null, limit: 10 };
  const organization = { ...org, name: 'Org', list_key: 'org', disabled_at: null, created_at: NOW, updated_at: NOW };
  const membership = { ...org, sub: user.sub, role: 'member', created_at: NOW, updated_at: NOW };
  const invitation = {
    ...{ ...org, invitation_hash: 'x', email: 'x@a.example', email_key: 'x@a.example', role: 'member' },
    ...{ invited_by: user.sub, created_at: NOW, expires_at: NOW + 60, used_at: null },
  };
  const decision = { decided_by: user.sub, reason: '' };
  const needed = { organization: { org_id: 'org', create: null, most: null, app: 'needed' as const } };
  const request = { ...app, scope: 'openid', requested_by: user.sub, reason: '' };
  return [
    ['organizations.create', organization, user.sub],
    ['organizations.find', tenant_id, 'org'],
    ['organizations.list', tenant_id, {}, page],
    ['organizations.listOfUser', tenant_id, user.sub, page],
    ['organizations.rename', org, { name: 'New', list_key: 'new' }, NOW],
    ['organizations.findMembership', membership],
    ['organizations.members', org, null, page],
    ['organizations.members', org, ['owner', 'admin'], page],
    ['organizations.addMember', membership],
    ['organizations.setRole', membership, 'admin', NOW],
    ['organizations.invite', invitation, aMail(tenant_id)],
    ['organizations.listInvitations', org, NOW, page],
    ['organizations.listInvitationsFor', tenant_id, user.email_key, NOW, page],
    ['organizations.findInvitation', tenant_id, 'x', NOW],
    ['organizations.acceptInvitation', invitation, user.sub, NOW],
    ['organizations.withdrawInvitation', org, 'x'],
    ['organizations.requestApp', request, [aMail(tenant_id)], NOW],
    ['organizations.decideApp', app, { ...decision, status: 'approved', scope: 'openid' }, aNotice(), NOW],
    ['organizations.findApproval', app],
    ['organizations.listApprovals', org, page],
    ['grants.approve', anApproval(place, needed), NOW],
    ['grants.list', tenant_id, { org_id: 'org' }, page],
    ['grants.list', tenant_id, { org_id: 'org', sub: user.sub }, page],
    ['organizations.decideApp', app, { ...decision, status: 'refused' }, aNotice(), NOW],
    ['organizations.setDisabled', org, NOW, aNotice(), NOW],
    ['organizations.removeMember', membership, aNotice(), NOW],
    ['organizations.delete', org, aNotice(), NOW],
    ['organizations.create', { ...organization, org_id: 'second' }, user.sub],
  ];
}

function ofTraces(tenant_id: string, client_id: string): [string, ...unknown[]][] {
  const page = { after: '000001800000000_x', limit: 10 };
  const entry = {
    ...{
      tenant_id,
      client_id,
      entry_id: 'x',
      trace_id: 'x',
      parent_trace_id: 'y',
      at: NOW,
      endpoint: 'token',
      method: 'POST',
    },
    ...{
      dialect: 'standard',
      status: 200,
      outcome: 'refused',
      error: null,
      reason: null,
      sub: null,
      facts: '{}',
      expires_at: NOW,
    },
  };
  const usage = {
    tenant_id,
    client_id,
    day: '2027-01-15',
    counts: { tokens: 1 },
    subs: ['x'],
    expires_at: NOW,
    subs_expire_at: NOW,
  };
  return [
    ['traces.append', [entry], [usage]],
    ['traces.list', tenant_id, client_id, {}, page],
    ['traces.list', tenant_id, client_id, { outcome: 'refused', since: NOW }, page],
    ['traces.list', tenant_id, client_id, { outcome: 'succeeded', endpoint: 'token' }, page],
    ['traces.listNewer', tenant_id, client_id, page],
    ['traces.find', tenant_id, 'x'],
    ['traces.listFollowUps', tenant_id, ['x', 'y']],
    ['traces.usage', tenant_id, client_id, '2027-01-01'],
  ];
}

/** Every operation on apps, in an order in which each finds something. */
function ofApps({ tenant_id, client, user }: Place): [string, ...unknown[]][] {
  const key = { tenant_id, app_id: 'papp' };
  const page = { after: null, limit: 10 };
  const app = {
    ...{ ...key, name: 'App', short_description: '', details: '', homepage_uri: null, category: 'other' },
    ...{ icon_uri: null, visibility: 'public', state: 'approved', note: '', reviewed_scope: '', proposed: null },
    ...{ review_since: null, terms_version: 0, revision: 1, created_at: NOW, updated_at: NOW },
  };
  const person = { ...key, sub: user.sub, created_at: NOW };
  const terms = { ...key, text: 'x', uri: null, published_by: null, created_at: NOW };
  return [
    ['apps.create', app, user.sub],
    ['apps.find', tenant_id, 'papp'],
    ['apps.list', tenant_id, {}, page],
    ['apps.list', tenant_id, { state: 'approved', visibility: 'public', search: 'a' }, page],
    ['apps.list', tenant_id, { waiting: true }, page],
    ['apps.update', key, 1, { note: 'x' }, [], NOW],
    ['apps.placeClient', client, 'papp', NOW],
    ['apps.clients', key, page],
    ['apps.subscribers', key, null, 10],
    ['apps.role', tenant_id, 'papp', user.sub],
    ['apps.people', key, ['owner', 'developer'], page],
    ['apps.setPerson', { ...person, role: 'developer' }],
    ['apps.removePerson', key, user.sub],
    ['apps.publishTerms', terms],
    ['apps.findTerms', tenant_id, 'papp', 1],
    ['apps.listTerms', key, page],
    ['apps.acceptTerms', { ...key, sub: user.sub, version: 1, accepted_at: NOW }],
    ['apps.acceptedTerms', tenant_id, 'papp', user.sub],
    ['clients.find', tenant_id, client.client_id],
    ['apps.delete', key, NOW],
  ];
}

describe('SQLite query plans', () => {
  let backend: Awaited<ReturnType<typeof createSqlite>>;
  let tx: ExplainingExecutor;
  beforeAll(async () => {
    backend = await createSqlite();
    tx = new ExplainingExecutor(backend.path);
  });
  afterAll(async () => {
    tx.close();
    await backend.drop();
  });

  const run = (name: string, ...args: unknown[]) => {
    const operation = operations.get(name);
    if (!operation) throw new Error(`no operation ${name}`);
    return operation.run(tx, ...args);
  };

  test('no operation scans a table', async () => {
    const storage = await backend.open();
    const place = await aPlace(storage);
    const { tenant_id, client, user } = place;
    const { client_id } = client;
    const { token, code, family_id, grant_id } = await anInstallation(storage, place);
    const wishes = { backchannel_logout: 1, frontchannel_logout: 1, webhook: 1 };
    await storage.clients.update(tenant_id, client_id, wishes, NOW);
    const [session, next] = [aSession(user), aSession(user)];
    const taken = { tenant_id, client_id, event_id: 'x' };
    const settled = { attempts: 1, next_attempt_at: null, delivered_at: NOW, last_status: 200, last_error: null };
    const event = {
      ...{ tenant_id, at: NOW, actor: 'x', action: 'x', client_id, sub: null, details: '{}' },
      ...{ address: null, request_id: null },
    };
    const interaction = anInteraction(tenant_id);
    const approval = anApproval(place, { interaction_id: interaction.interaction_id });
    approval.family.sid = next.sid;
    const issued = () => ({ refresh_token: aRefreshToken(token), access_token: anAccessToken(token) });
    const rotation = { tenant_id, client_id, sealed_response: 'x', grace: 30 };
    const page = { after: null, limit: 10 };
    const reset = aTicket(place);
    const signUp = aTicket(place, {
      purpose: 'sign_up',
      sub: null,
      email: 'new@a.example',
      email_key: 'new@a.example',
    });
    const change = aTicket(place, { purpose: 'change_email', email: 'other@a.example', email_key: 'other@a.example' });
    const provider = {
      ...{ tenant_id, provider_id: 'city', display_name: 'City', issuer: 'https://city.example', client_id: 'x' },
      ...{ sealed_client_secret: null, scope: 'openid', trusts_email: 0, may_create_users: 0, position: 1 },
      ...{ disabled_at: null, created_at: NOW, updated_at: NOW },
    };
    const there = { tenant_id, provider_id: 'city', email: null, created_at: NOW, last_used_at: null };
    const identity = { ...there, upstream_sub: 'there', sub: user.sub };
    const newcomer = aUser(tenant_id);
    const signsUp = {
      user: newcomer,
      identity: { ...there, upstream_sub: 'new', sub: newcomer.sub },
      invitation_hash: null,
    };
    const calls: [string, ...unknown[]][] = [
      ['clients.find', tenant_id, client_id],
      ['clients.list', tenant_id, {}, page],
      ['clients.allowsOrigin', tenant_id, 'https://a.example'],
      ['users.find', tenant_id, user.sub],
      ['users.findByEmailKey', tenant_id, user.email_key],
      ['users.list', tenant_id, {}, page],
      ['tenants.find', 'x'],
      ['tenants.findByName', 'x'],
      ['tenants.findByIssuer', 'x'],
      ['tenants.revision', tenant_id],
      ['sessions.start', session, null, 'event 1'],
      ['sessions.start', next, session.session_hash, 'event 2'],
      ['sessions.find', tenant_id, session.session_hash, NOW, 600],
      ['sessions.touch', tenant_id, session.session_hash, NOW + 1],
      ['interactions.create', interaction],
      ['interactions.find', tenant_id, interaction.interaction_id, NOW],
      ['interactions.update', tenant_id, interaction.interaction_id, '{}'],
      ['grants.approve', approval, NOW],
      ['grants.find', tenant_id, client_id, user.sub, ''],
      ['grants.list', tenant_id, { sub: user.sub }, page],
      ['grants.list', tenant_id, { client_id }, page],
      ['grants.familyStatus', tenant_id, family_id, NOW],
      ['grants.hasLiveFamily', tenant_id, grant_id, NOW],
      ['grants.touch', tenant_id, grant_id, NOW],
      ['grants.narrow', tenant_id, grant_id, 'openid', NOW],
      ['grants.listFamilies', tenant_id, grant_id, NOW, page],
      ['sessions.end', tenant_id, next.session_hash, 'event 3', NOW],
      ['authorizationCodes.find', tenant_id, code.code_hash, NOW],
      ['authorizationCodes.redeem', { ...approval.code, family_expires_at: NOW + 999 }, issued(), NOW],
      ['refreshTokens.find', tenant_id, token.token_hash, NOW],
      ['refreshTokens.rotate', { ...rotation, token_hash: token.token_hash }, issued(), NOW],
      ['refreshTokens.rotate', { ...rotation, token_hash: token.token_hash }, issued(), NOW],
      ['refreshTokens.rotate', { ...rotation, token_hash: token.token_hash }, issued(), NOW + 99],
      ['accessTokens.find', tenant_id, 'x'],
      ['accessTokens.revoke', tenant_id, 'x', NOW],
      ['accessTokens.revokeJwt', tenant_id, 'x', NOW],
      ['accessTokens.isJwtRevoked', tenant_id, 'x'],
      ['replay.claim', tenant_id, 'p', 'x', NOW, NOW],
      ['throttle.fail', tenant_id, 'x', 60, NOW],
      ['throttle.read', tenant_id, 'x', NOW],
      ['throttle.clear', tenant_id, 'x'],
      ['grants.revokeFamily', tenant_id, family_id, 'x', aNotice(), NOW],
      ['grants.revoke', tenant_id, grant_id, aNotice(), NOW],
      ['tickets.issue', reset, aMail(tenant_id)],
      ['tickets.issue', signUp, aMail(tenant_id)],
      ['tickets.issue', change, aMail(tenant_id)],
      ['tickets.find', tenant_id, reset.ticket_hash, NOW],
      ['tickets.redeem', { ...reset, purpose: 'sign_in' }, { kind: 'sign_in' }, [], NOW],
      ['tickets.redeem', reset, { kind: 'set_password', password_hash: 'x', event_id: 'event 5' }, [], NOW],
      ['tickets.redeem', signUp, { kind: 'create_user', user: aUser(tenant_id) }, [aMail(tenant_id)], NOW],
      ['tickets.redeem', change, { kind: 'change_email' }, [], NOW],
      ['upstream.createProvider', provider],
      ['upstream.listProviders', tenant_id],
      ['upstream.findProvider', tenant_id, 'city'],
      ['upstream.updateProvider', tenant_id, 'city', { position: 2 }, NOW],
      ['upstream.link', identity, [aMail(tenant_id)]],
      ['upstream.findIdentity', tenant_id, 'city', 'there'],
      ['upstream.listIdentities', tenant_id, user.sub],
      ['upstream.noteUse', identity, NOW],
      ['upstream.findInvitation', tenant_id, user.email_key, NOW],
      ['upstream.unlink', tenant_id, 'city', user.sub, [aMail(tenant_id)]],
      ['upstream.signUp', signsUp, NOW],
      ['upstream.removeProvider', tenant_id, 'city'],
      ...ofTraces(tenant_id, client_id),
      ['mails.enqueue', aMail(tenant_id)],
      ['mails.claim', NOW + 60, 10, NOW],
      ['mails.settle', aMail(tenant_id), { next_attempt_at: null, sent_at: NOW, last_error: null }],
      ['mails.newest', tenant_id, 10],
      ...ofOrganizations(place),
      ...ofAdministrators(place),
      ['deliveries.claim', NOW + 60, 10, [], NOW],
      ['deliveries.claim', NOW + 60, 10, [taken], NOW],
      ['deliveries.settle', taken, settled],
      ['deliveries.find', taken],
      ['deliveries.list', tenant_id, client_id, page],
      ['deliveries.list', tenant_id, null, page],
      ['audit.append', event, 'key'],
      ['audit.append', event, 'another key'],
      ['audit.list', tenant_id, {}, page],
      ['audit.list', tenant_id, { client_id }, page],
      ['audit.list', tenant_id, { sub: user.sub, newest_first: true }, page],
      ['audit.list', tenant_id, { actor: 'x', from: NOW, until: NOW + 9 }, page],
      ['audit.chain', tenant_id, 0, 10],
      ['credentials.reset', tenant_id, user.sub, { event_id: 'event 6', mails: [aMail(tenant_id)] }, NOW],
      ['scopes.countClients', tenant_id, 'openid'],
      ['scopes.delete', tenant_id, 'x'],
      ['resourceServers.countNaming', tenant_id, 'https://api.example'],
      ['resourceServers.delete', tenant_id, 'https://api.example'],
      ['maintenance.leaseEnd', 'x'],
      ['users.setDisabled', tenant_id, user.sub, NOW, 'event 4', NOW],
      ['users.delete', tenant_id, user.sub, aNotice(), NOW],
      ['users.create', user],
      ['maintenance.removeExpired', NOW, 1_000],
      ['maintenance.acquireLease', 'x', 'x', 60, NOW],
      ['clients.delete', tenant_id, client_id, NOW],
    ];
    for (const [name, ...args] of calls) await run(name, ...args);
    expect(tx.plans.length).toBeGreaterThan(calls.length);
    const scans = tx.plans.filter(({ details }) =>
      details.some((detail) => /^SCAN (?!CONSTANT|e VIRTUAL TABLE)/.test(detail)),
    );
    expect(scans).toEqual([]);
    const sorts = tx.plans.filter(({ details }) => details.some((detail) => detail.includes('TEMP B-TREE')));
    expect(sorts).toEqual([]);
  });

  test('no operation on apps scans or sorts a table', async () => {
    const storage = await backend.open();
    const place = await aPlace(storage);
    tx.plans.length = 0;
    const calls = ofApps(place);
    for (const [name, ...args] of calls) await run(name, ...args);
    expect(tx.plans.length).toBeGreaterThan(calls.length);
    const wrong = tx.plans.filter(({ details }) =>
      details.some((detail) => /^SCAN (?!CONSTANT)|TEMP B-TREE/.test(detail)),
    );
    expect(wrong).toEqual([]);
    // A developer's own are few: they are found by who they are, then put in order.
    tx.plans.length = 0;
    await run('apps.list', place.tenant_id, { developer: place.user.sub }, { after: null, limit: 10 });
    expect(tx.plans[0]?.details).toEqual([
      expect.stringMatching(/^SEARCH p USING INDEX app_people_by_tenant_id_sub_app_id /),
      expect.stringMatching(/^SEARCH a USING INDEX sqlite_autoindex_apps_1 /),
      'USE TEMP B-TREE FOR ORDER BY',
    ]);
  });

  test('invitations that wait for somebody are found by the address, however many the tenant has', async () => {
    tx.plans.length = 0;
    await run('organizations.listInvitationsFor', 'tenant', 'ada@acme.example', NOW, { after: null, limit: 10 });
    const by =
      /^SEARCH organization_invitations USING INDEX organization_invitations_by_tenant_id_email_key_invitation_hash /;
    expect(tx.plans[0]?.details[0]).toMatch(by);
  });

  test('mails that are due are found by the index of their time, and by no other', async () => {
    tx.plans.length = 0;
    await run('mails.claim', NOW + 60, 10, NOW);
    const [plan] = tx.plans;
    expect(plan?.details).toEqual([
      expect.stringMatching(/^SEARCH mails USING INDEX sqlite_autoindex_mails_1 /),
      expect.stringMatching(/^LIST SUBQUERY/),
      expect.stringMatching(/^SEARCH mails USING (COVERING )?INDEX mails_by_next_attempt_at \(next_attempt_at</),
    ]);
  });

  test('what is due is found by its own index, and by no other, however much was settled', async () => {
    tx.plans.length = 0;
    await run('deliveries.claim', NOW + 60, 10, [], NOW);
    const [plan] = tx.plans;
    expect(plan?.details).toEqual([
      expect.stringMatching(/^SEARCH deliveries USING INDEX sqlite_autoindex_deliveries_1 /),
      expect.stringMatching(/^LIST SUBQUERY/),
      expect.stringMatching(/^SEARCH deliveries USING INDEX deliveries_due \(next_attempt_at</),
    ]);
  });
});
