import { expect, test } from 'vitest';
import { anotherBrowser, aPerson, csrfOf } from '../account/account.ts';
import { describeServer } from '../support/databases.ts';
import { aCompany, act, actionsIn, aMember, BY_ANYONE, invite, rolesIn } from './company.ts';

/** Callers at once. */
const MANY = 200;

describeServer('organizations, all at once', { settings: BY_ANYONE }, (the) => {
  test('catalogue 88: of many who accept the same invitation in two browsers, one joins, once', async () => {
    const company = await aCompany(the());
    const invited = await aPerson(the());
    const second = await anotherBrowser(the(), invited.user);
    const link = await invite(company, company.owner, invited.user.email);
    const pages = await Promise.all([invited.agent, second].map(async (agent) => (await agent.visit(link)).text()));
    const answers = await Promise.all(
      Array.from({ length: MANY }, (_, index) => {
        const [agent, page = ''] = index % 2 === 0 ? [invited.agent, pages[0]] : [second, pages[1]];
        const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
        const action = /action="([^"]+)"/.exec(page)?.[1] ?? '';
        const headers = { origin: new URL(the().issuer).origin };
        return agent.send(action, { method: 'POST', body: new URLSearchParams({ csrf, action: 'accept' }), headers });
      }),
    );
    const joined = answers.filter((answer) => answer.headers.get('location')?.includes('done=joined'));
    expect(joined).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(MANY - 1);
    expect((await rolesIn(company))[invited.user.sub]).toBe('member');
    expect((await actionsIn(company)).filter((one) => one.startsWith('organization.joined'))).toHaveLength(1);
  });

  test('of two owners who leave at once, again and again, one always stays', async () => {
    const company = await aCompany(the());
    const people = [company.owner, await aMember(company, 'owner')];
    const origin = new URL(the().issuer).origin;
    const tokens = await Promise.all(people.map((person) => csrfOf(person)));
    for (let round = 0; round < MANY; round += 1) {
      await Promise.all(
        people.map(({ agent }, index) =>
          agent.send(`${company.path}/leave`, {
            method: 'POST',
            body: new URLSearchParams({ csrf: tokens[index] ?? '' }),
            headers: { origin },
          }),
        ),
      );
      const roles = await rolesIn(company);
      expect(Object.values(roles)).toEqual(['owner']);
      const now = the().clock();
      const { tenant_id, org_id } = company;
      for (const { user } of people) {
        if (roles[user.sub] !== undefined) continue;
        await the().deps.storage.organizations.addMember({
          ...{ tenant_id, org_id, sub: user.sub, role: 'owner' },
          ...{ created_at: now, updated_at: now },
        });
      }
    }
  }, 120_000);

  test('of two owners who make each other members at once, one stays an owner', async () => {
    const company = await aCompany(the());
    const people = [company.owner, await aMember(company, 'owner')];
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(
        people.map((person, index) =>
          act(company, person, `members/${people[1 - index]?.user.sub}/role`, { role: 'member' }),
        ),
      );
      const roles = await rolesIn(company);
      expect(Object.values(roles)).toContain('owner');
      const { tenant_id, org_id } = company;
      for (const { user } of people) {
        const key = { tenant_id, org_id, sub: user.sub };
        await the().deps.storage.organizations.setRole(key, 'owner', the().clock());
      }
    }
  });
});
