import { expect, test } from 'vitest';
import { aPerson, csrfOf, send } from '../account/account.ts';
import { errorPage } from '../support/answers.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import { aCompany, act, actionsIn, aMember, BY_ANYONE, look, rolesIn } from './company.ts';

/** Longer ago than a sign-in counts as recent. */
const A_WHILE = 601;

describeServer('the organizations of a user', { settings: BY_ANYONE }, (the) => {
  test('making one: it belongs to whoever made it, and the name is kept as one line', async () => {
    const person = await aPerson(the());
    const empty = await (await person.agent.visit('/account/organizations')).text();
    expect(empty).toContain('You belong to no organization');
    for (const name of ['', ' \u200b ', 'x'.repeat(81)]) {
      const refused = await send(the(), person, '/account/organizations/new', { name });
      expect(refused.status).toBe(422);
      expect(await refused.text()).toContain('That cannot be its name.');
    }
    const company = await aCompany(the(), ' Difference\u202e\n Engines ');
    const { text, status } = await look(company, company.owner);
    expect(status).toBe(200);
    expect(text).toContain('<h1>Difference Engines</h1>');
    expect(text).toContain('You own it.');
    expect(await rolesIn(company)).toEqual({ [company.owner.user.sub]: 'owner' });
    expect(await actionsIn(company)).toEqual([`organization.created user:${company.owner.user.sub}`]);
    const list = await (await company.owner.agent.visit('/account/organizations')).text();
    expect(list).toContain(`href="${the().issuer}${company.path}"`);
    expect(list).toContain('Owner');
    expect(await (await company.owner.agent.visit('/account')).text()).toContain('/account/organizations"');
  });

  test('the list tells how many apps of theirs are on it and when one was used', async () => {
    const company = await aCompany(the());
    await anInstalledApp(the(), { user: company.owner.user });
    const list = await (await company.owner.agent.visit('/account/organizations')).text();
    expect(list).toContain('1 app of yours');
    const { text } = await look(company, company.owner);
    expect(text).toMatch(/Your apps here[\s\S]*Test app/);
    const member = await aMember(company);
    expect((await look(company, member)).text).toContain('You have not installed any app on it.');
  });

  test('members see who decides, and neither the others nor what only admins do', async () => {
    const company = await aCompany(the());
    const admin = await aMember(company, 'admin', { claims: { name: 'Grace Hopper' } });
    const [member, other] = [await aMember(company), await aMember(company)];
    const { text } = await look(company, member);
    expect(text).toContain('Grace Hopper');
    expect(text).toContain(company.owner.user.email);
    expect(text).not.toContain(other.user.email);
    for (const link of ['members', 'apps', 'delete']) expect(text).not.toContain(`${company.path}/${link}`);
    for (const below of ['members', `members/${other.user.sub}`, 'invitations', 'apps']) {
      await errorPage(await member.agent.send(`${company.path}/${below}`), 403);
    }
    expect((await look(company, admin, 'members')).text).toContain(other.user.email);
    await errorPage(await admin.agent.send(`${company.path}/delete`), 403);
  });

  test('catalogue 80: a foreign organization is as unknown as one that never was, whatever is asked of it', async () => {
    const company = await aCompany(the());
    const stranger = await aPerson(the());
    const never = `/account/organizations/org_${'0'.repeat(32)}`;
    const unknown = await errorPage(await stranger.agent.send('/account/nothing'), 404);
    const shapeOf = (page: string) => page.replaceAll(/XR-[0-9A-Z-]+/g, '').replaceAll(/value="[\w-]{20,}"/g, '');
    const below = ['', '/leave', '/delete', '/members', `/members/${company.owner.user.sub}`, '/invitations', '/apps'];
    for (const path of below.flatMap((one) => [company.path + one, never + one])) {
      const { text } = await errorPage(await stranger.agent.send(path), 404);
      expect(shapeOf(text)).toBe(shapeOf(unknown.text));
    }
    const csrf = await csrfOf(stranger);
    for (const [path, fields] of [
      ['/rename', { name: 'Mine' }],
      ['/leave', {}],
      ['/delete', { name: 'Analytical Engines' }],
      ['/invitations', { email: stranger.user.email, role: 'member' }],
      [`/members/${company.owner.user.sub}/remove`, {}],
      [`/members/${stranger.user.sub}/role`, { role: 'owner' }],
    ] as const) {
      const body = new URLSearchParams({ csrf, ...fields });
      const headers = { origin: new URL(the().issuer).origin };
      await errorPage(await stranger.agent.send(company.path + path, { method: 'POST', body, headers }), 404);
    }
    expect(await rolesIn(company)).toEqual({ [company.owner.user.sub]: 'owner' });
    expect((await look(company, company.owner)).text).toContain('<h1>Analytical Engines</h1>');
  });

  test('forms count only with their token, from a page of this server', async () => {
    const company = await aCompany(the());
    const { agent } = company.owner;
    const body = () => new URLSearchParams({ name: 'Taken' });
    const origin = new URL(the().issuer).origin;
    await errorPage(
      await agent.send(`${company.path}/rename`, { method: 'POST', body: body(), headers: { origin } }),
      403,
    );
    const stolen = body();
    stolen.set('csrf', await csrfOf(await aPerson(the())));
    await errorPage(
      await agent.send(`${company.path}/rename`, { method: 'POST', body: stolen, headers: { origin } }),
      403,
    );
    const right = body();
    right.set('csrf', await csrfOf(company.owner));
    const headers = { origin: 'https://evil.example' };
    await errorPage(await agent.send(`${company.path}/rename`, { method: 'POST', body: right, headers }), 403);
    expect((await look(company, company.owner)).text).toContain('<h1>Analytical Engines</h1>');
    expect((await agent.send(`${company.path}/rename`)).status).toBe(405);
  });

  test('owners rename it; admins and members do not', async () => {
    const company = await aCompany(the());
    for (const role of ['admin', 'member'] as const) {
      await errorPage(await act(company, await aMember(company, role), 'rename', { name: 'Mine' }), 403);
    }
    expect((await act(company, company.owner, 'rename', { name: '' })).status).toBe(422);
    const renamed = await act(company, company.owner, 'rename', { name: 'Engines <b>& Co</b>' });
    const page = await (await company.owner.agent.visit(renamed.headers.get('location') ?? '')).text();
    expect(page).toContain('Everybody sees the new name.');
    expect(page).toContain('<h1>Engines &lt;b&gt;&amp; Co&lt;/b&gt;</h1>');
    expect(await actionsIn(company)).toContain(`organization.renamed user:${company.owner.user.sub}`);
  });

  test('one that is switched off is listed, and shows nothing', async () => {
    const company = await aCompany(the());
    const { tenant_id, org_id } = company;
    const notice = { event_id: `off-${org_id}`, initiating_entity: 'admin' } as const;
    await the().deps.storage.organizations.setDisabled({ tenant_id, org_id }, the().clock(), notice, the().clock());
    const list = await (await company.owner.agent.visit('/account/organizations')).text();
    expect(list).toContain('Demo has switched it off.');
    expect(list).not.toContain(`href="${the().issuer}${company.path}"`);
    await errorPage(await company.owner.agent.send(company.path), 404);
    await errorPage(await act(company, company.owner, 'rename', { name: 'Back' }), 404);
  });

  test('leaving: says what ends, ends it, and the last owner is told beforehand why they cannot', async () => {
    const company = await aCompany(the());
    const member = await aMember(company);
    const { access_token, client } = await anInstalledApp(the(), { user: member.user });
    expect((await look(company, member, 'leave')).text).toContain('1 app of yours lose access at once.');
    const left = await act(company, member, 'leave');
    expect(await (await member.agent.visit(left.headers.get('location') ?? '')).text()).toContain('You have left.');
    await errorPage(await member.agent.send(company.path), 404);
    expect((await the().fetch('/userinfo', { headers: { authorization: `Bearer ${access_token}` } })).status).toBe(401);
    const { tenant_id, org_id } = company;
    expect(await the().deps.storage.grants.find(tenant_id, client.client_id, member.user.sub, org_id)).toBeNull();
    expect(await actionsIn(company)).toContain(`organization.member_left user:${member.user.sub}`);

    expect((await look(company, company.owner)).text).toContain('Nobody else owns it');
    expect((await look(company, company.owner, 'leave')).location).toBe(the().issuer + company.path);
    const stays = await act(company, company.owner, 'leave');
    const page = await (await company.owner.agent.visit(stays.headers.get('location') ?? '')).text();
    expect(page).toContain('Somebody has to own the organization.');
    expect(await rolesIn(company)).toEqual({ [company.owner.user.sub]: 'owner' });
  });

  test('catalogue 88: deleting takes a recent sign-in and the typed name; then everything of it is gone for good', async () => {
    const company = await aCompany(the());
    const member = await aMember(company);
    const { access_token } = await anInstalledApp(the(), { user: member.user });
    the().clock.advance(A_WHILE);
    const stale = await look(company, company.owner, 'delete');
    expect(stale.location).toContain('/sign-in?continue=');
    expect(
      (await act(company, company.owner, 'delete', { name: 'Analytical Engines' })).headers.get('location'),
    ).toContain('&again=1');
    const login = await (await company.owner.agent.visit(stale.location ?? '')).text();
    const question = await (await company.owner.agent.signIn(login, company.owner.user)).text();
    expect(question).toContain('1 app loses access at once.');
    expect(question).toContain('2 people do not belong to it any more.');
    expect((await act(company, company.owner, 'delete', { name: 'analytical engines' })).status).toBe(422);
    const gone = await act(company, company.owner, 'delete', { name: ' Analytical Engines ' });
    const page = await (await company.owner.agent.visit(gone.headers.get('location') ?? '')).text();
    expect(page).toContain('It is deleted.');
    for (const { agent } of [company.owner, member]) await errorPage(await agent.send(company.path), 404);
    expect((await the().fetch('/userinfo', { headers: { authorization: `Bearer ${access_token}` } })).status).toBe(401);
    const { tenant_id, org_id } = company;
    const again = {
      tenant_id,
      org_id,
      name: 'Back',
      list_key: 'back',
      disabled_at: null,
      created_at: 1,
      updated_at: 1,
    };
    expect(await the().deps.storage.organizations.create(again, company.owner.user.sub, null)).toBe('exists');
  });
});

describeServer('organizations that only the operator makes', { settings: { organizations: 'by_operator' } }, (the) => {
  test('a user cannot make one, and is told whom to ask', async () => {
    const person = await aPerson(the());
    const list = await (await person.agent.visit('/account/organizations')).text();
    expect(list).toContain('Ask one of its admins to invite you');
    expect(list).not.toContain('/organizations/new');
    await errorPage(await person.agent.send('/account/organizations/new'), 404);
    await errorPage(await send(the(), person, '/account/organizations/new', { name: 'Mine' }), 404);
  });
});

describeServer('no organizations', {}, (the) => {
  test('nothing of them is shown, and none of their pages is there', async () => {
    const person = await aPerson(the());
    expect(await (await person.agent.visit('/account')).text()).not.toContain('organizations');
    const id = `org_${'0'.repeat(32)}`;
    for (const path of ['', '/new', `/${id}`, `/${id}/members`]) {
      await errorPage(await person.agent.send(`/account/organizations${path}`), 404);
    }
    await errorPage(await send(the(), person, '/account/organizations/new', { name: 'Mine' }), 404);
  });
});
