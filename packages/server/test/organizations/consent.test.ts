import { expect, test } from 'vitest';
import { removeMember, setOrganizationDisabled } from '../../src/management/organizations.ts';
import { pageKind, redirected } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { aCompany, allow, ask, aVisitor, grantsOf, join, organizationOf, radios, SCOPE } from './company.ts';

/** A user who owns so many organizations, a signed-in browser and a client. */
async function aPlace(server: TestServer, names: readonly string[]) {
  const user = await server.aUser();
  const orgs: string[] = [];
  for (const name of names) orgs.push(await aCompany(server, user, name));
  const [client, agent] = [await server.aClient(), await aVisitor(server, user)];
  const silent = async (changes: Record<string, string> = {}) =>
    agent.visit(requestUrl(client, { scope: SCOPE, ...changes, prompt: 'none' }));
  const [first = '', second = ''] = orgs;
  return { user, orgs, first, second, client, agent, silent };
}

describeServer('consent on an organization', { settings: { organizations: 'by_operator' } }, (the) => {
  test('of somebody who belongs to one, the page names it, and the app is installed on it', async () => {
    const { client, agent, first } = await aPlace(the(), ['Engines & Sons']);
    const page = await ask(agent, client);
    expect(page).toContain('Engines &amp; Sons');
    expect(page).toContain('You own it.');
    expect(radios(page)).toEqual([]);
    expect(await organizationOf(the(), client, await allow(agent, page))).toBe(first);
    expect(await grantsOf(the(), client)).toMatchObject([{ org_id: first }]);
  });

  test('of several, the user chooses; the one used last is suggested, for another app too', async () => {
    const { client, agent, orgs, second } = await aPlace(the(), ['Alpha', 'Beta', 'Gamma']);
    const page = await ask(agent, client);
    expect(radios(page)).toEqual(orgs);
    const answer = await allow(agent, page, { organization: second });
    expect(await organizationOf(the(), client, answer)).toBe(second);
    expect(radios(await ask(agent, await the().aClient()))[0]).toBe(second);
  });

  test('what was allowed on one organization is remembered for it alone; where there is just one, it is meant', async () => {
    const { client, agent, first, second, silent } = await aPlace(the(), ['Alpha', 'Beta']);
    expect(redirected(await silent()).parameters.error).toBe('consent_required');
    await allow(agent, await ask(agent, client), { organization: first });
    expect(await organizationOf(the(), client, await silent())).toBe(first);
    expect(await organizationOf(the(), client, await agent.visit(requestUrl(client, { scope: SCOPE })))).toBe(first);
    expect(redirected(await silent({ organization: second })).parameters.error).toBe('consent_required');
    const page = await ask(agent, client, { organization: second });
    expect(radios(page)).toEqual([second, first]);
    expect(page).not.toContain('Allowed before');
    await allow(agent, page, { organization: second });
    expect(await grantsOf(the(), client)).toHaveLength(2);
    expect(await organizationOf(the(), client, await silent({ organization: second }))).toBe(second);
    expect(await organizationOf(the(), client, await silent({ organization: first }))).toBe(first);
  });

  test('installed on several: with prompt=none account_selection_required, else the user chooses', async () => {
    const { client, agent, orgs, second, silent } = await aPlace(the(), ['Alpha', 'Beta']);
    for (const organization of orgs)
      await allow(agent, await ask(agent, client, { prompt: 'consent' }), { organization });
    const refused = redirected(await silent());
    expect(refused.parameters.error).toBe('account_selection_required');
    const page = await ask(agent, client);
    expect(page).toContain('Choose an organization');
    expect(await organizationOf(the(), client, await agent.submit(page, { organization: second }))).toBe(second);
    const again = redirected(await agent.submit(await ask(agent, client), { action: 'cancel' }));
    expect(again.parameters.error).toBe('access_denied');
  });

  test('an organization that is unknown, foreign or disabled is as one that the app did not mean: the user chooses', async () => {
    const { client, agent, first, second, silent } = await aPlace(the(), ['Alpha', 'Beta']);
    const foreign = await aCompany(the(), await the().aUser());
    await setOrganizationDisabled(the().deps, await the().tenant(), second, true);
    await allow(agent, await ask(agent, client));
    for (const organization of ['org_unknown', foreign, second, 'x'.repeat(500)]) {
      expect(redirected(await silent({ organization })).parameters.error).toBe('account_selection_required');
      const page = await ask(agent, client, { organization });
      expect(page).toContain(first);
      expect(page).not.toContain(organization.slice(0, 100));
      expect(await organizationOf(the(), client, await agent.submit(page, { organization: first }))).toBe(first);
    }
  });

  test('catalogue 80: the organization of a stranger in the form is refused, and nothing is written', async () => {
    const { client, agent, first } = await aPlace(the(), ['Alpha', 'Beta']);
    const foreign = await aCompany(the(), await the().aUser(), 'Stranger & Co');
    const page = await ask(agent, client);
    for (const organization of [foreign, 'org_unknown', '']) {
      const refused = await allow(agent, page, { organization });
      expect(refused.status).toBe(400);
      const text = await refused.text();
      expect(pageKind(text)).toBe('consent');
      expect(text).toContain('Choose one of your organizations.');
      expect(text).not.toContain('Stranger');
      expect(await grantsOf(the(), client)).toEqual([]);
    }
    expect(await organizationOf(the(), client, await allow(agent, page, { organization: first }))).toBe(first);
  });

  test('catalogue 80: nor can the selection be answered with the organization of a stranger', async () => {
    const { client, agent, orgs } = await aPlace(the(), ['Alpha', 'Beta']);
    for (const organization of orgs)
      await allow(agent, await ask(agent, client, { prompt: 'consent' }), { organization });
    const foreign = await aCompany(the(), await the().aUser(), 'Stranger & Co');
    const refused = await agent.submit(await ask(agent, client), { organization: foreign });
    expect(refused.status).toBe(400);
    expect(await refused.text()).not.toContain('Stranger');
  });

  test('a membership that ends while the page is open counts no longer', async () => {
    const { client, agent, second, user } = await aPlace(the(), ['Alpha', 'Beta']);
    await join(the(), second, await the().aUser(), 'owner');
    const page = await ask(agent, client);
    await removeMember(the().deps, await the().tenant(), second, user.sub);
    expect((await allow(agent, page, { organization: second })).status).toBe(400);
    expect(await grantsOf(the(), client)).toEqual([]);
  });

  test('who belongs to none is told what to do, may look again, and goes back with access_denied', async () => {
    const { client, agent, user, silent } = await aPlace(the(), []);
    expect(redirected(await silent()).parameters.error).toBe('interaction_required');
    const page = await ask(agent, client);
    expect(page).toContain('You need an organization first');
    const still = await (await agent.submit(page, { action: 'go_on' })).text();
    expect(still).toContain('You still belong to no organization.');
    const org_id = await aCompany(the(), user);
    const next = await (await agent.submit(still, { action: 'go_on' })).text();
    expect(pageKind(next)).toBe('consent');
    expect(await organizationOf(the(), client, await allow(agent, next))).toBe(org_id);
    const another = await aPlace(the(), []);
    const cancelled = await another.agent.submit(await ask(another.agent, another.client), { action: 'cancel' });
    expect(redirected(cancelled).parameters.error).toBe('access_denied');
  });

  test('a consent page that is answered for an organization cannot make one', async () => {
    const { client, agent, first, user } = await aPlace(the(), ['Alpha']);
    const page = await ask(agent, client);
    await allow(agent, page, { organization: first, organization_name: 'Another' });
    const { tenant_id } = await the().tenant();
    const mine = await the().deps.storage.organizations.listOfUser(tenant_id, user.sub, { after: null, limit: 9 });
    expect(mine.map(({ organization }) => organization.name)).toEqual(['Alpha']);
  });

  test('another user who signs in on the way chooses among their own', async () => {
    const { client, agent, first } = await aPlace(the(), ['Alpha', 'Beta']);
    const other = await the().aUser();
    const org_id = await aCompany(the(), other, 'Other');
    const page = await ask(agent, client, { organization: first });
    const login = await (await agent.submit(page, { decision: 'switch_account' })).text();
    const theirs = await (await agent.signIn(login, other)).text();
    expect(theirs).toContain('Choose an organization');
    expect(theirs).not.toContain(first);
    const consent = await (await agent.submit(theirs, { organization: org_id })).text();
    expect(await organizationOf(the(), client, await allow(agent, consent))).toBe(org_id);
  });
});

describeServer('where anyone may make an organization', { settings: { organizations: 'by_anyone' } }, (the) => {
  test('who belongs to none makes one with their consent and owns it', async () => {
    const { client, agent, user } = await aPlace(the(), []);
    const page = await ask(agent, client);
    expect(pageKind(page)).toBe('consent');
    const answer = await allow(agent, page, { organization_name: '  Analytical\u202e   Engines ' });
    const org_id = await organizationOf(the(), client, answer);
    const { tenant_id } = await the().tenant();
    const [mine] = await the().deps.storage.organizations.listOfUser(tenant_id, user.sub, { after: null, limit: 9 });
    expect(mine).toMatchObject({ organization: { org_id, name: 'Analytical Engines' }, role: 'owner' });
    const { storage } = the().deps;
    const events = await storage.audit.list(tenant_id, { sub: user.sub }, { after: null, limit: 99 });
    const made = events.find(({ action }) => action === 'organization.created');
    expect(made?.actor).toBe(`user:${user.sub}`);
    expect(JSON.parse(made?.details ?? '')).toEqual({ org_id, name: 'Analytical Engines' });
  });

  test('a name that is none is asked for again, and nothing is written', async () => {
    const { client, agent, user } = await aPlace(the(), []);
    const page = await ask(agent, client);
    for (const organization_name of ['', '   ', '\u200b', 'x'.repeat(81)]) {
      const refused = await allow(agent, page, { organization_name });
      expect(refused.status).toBe(400);
      expect(await refused.text()).toContain('Your organization needs a name.');
    }
    expect(await grantsOf(the(), client)).toEqual([]);
    const { tenant_id } = await the().tenant();
    const { organizations } = the().deps.storage;
    expect(await organizations.listOfUser(tenant_id, user.sub, { after: null, limit: 9 })).toEqual([]);
  });

  test('catalogue 71: who names a foreign organization gets one of their own', async () => {
    const { client, agent } = await aPlace(the(), []);
    const foreign = await aCompany(the(), await the().aUser());
    const answer = await allow(agent, await ask(agent, client), {
      ...{ organization_name: 'Mine', organization: foreign, org_id: foreign, role: 'owner' },
    });
    expect(await organizationOf(the(), client, answer)).not.toBe(foreign);
  });

  test('of many answers to one page at once, one makes an organization', async () => {
    const { client, agent, user } = await aPlace(the(), []);
    const page = await ask(agent, client);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => allow(agent, page, { organization_name: 'One' })),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    const { tenant_id } = await the().tenant();
    const { organizations } = the().deps.storage;
    expect(await organizations.listOfUser(tenant_id, user.sub, { after: null, limit: 9 })).toHaveLength(1);
  });
});

describeServer('without organizations', {}, (the) => {
  test('nothing is asked, looked up or told, whatever a request says', async () => {
    const user = await the().aUser();
    const [client, agent] = [await the().aClient(), await aVisitor(the(), user)];
    const { organizations } = the().deps.storage;
    const asked: string[] = [];
    const spied = Object.fromEntries(
      Object.entries(organizations).map(([name, run]) => [
        name,
        (...args: never[]) => {
          asked.push(name);
          return (run as (...all: never[]) => unknown)(...args);
        },
      ]),
    );
    Object.assign(organizations, spied);
    const page = await ask(agent, client, { organization: 'org_any' });
    expect(page).not.toMatch(/organization/i);
    const answer = await allow(agent, page, { organization: 'org_any', organization_name: 'Mine' });
    expect(await organizationOf(the(), client, answer)).toBeUndefined();
    expect(await grantsOf(the(), client)).toMatchObject([{ org_id: '' }]);
    expect(asked).toEqual([]);
  });

  test('what was installed before organizations go on works, and the next consent is for one', async () => {
    const user = await the().aUser();
    const [client, agent] = [await the().aClient(), await aVisitor(the(), user)];
    await allow(agent, await ask(agent, client));
    const { tenant_id } = await the().tenant();
    await the().deps.storage.tenants.update(tenant_id, { settings: '{"organizations":"by_operator"}' });
    const org_id = await aCompany(the(), user);
    // PostgreSQL: the tenant's copy may be used unchecked for a moment.
    the().clock.advance(1);
    const page = await ask(agent, client);
    expect(await organizationOf(the(), client, await allow(agent, page))).toBe(org_id);
    expect((await grantsOf(the(), client)).map((grant) => grant.org_id).sort()).toEqual(['', org_id]);
  });
});
