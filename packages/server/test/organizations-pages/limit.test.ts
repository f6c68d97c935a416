import { expect, test } from 'vitest';
import { createOrganization } from '../../src/management/organizations.ts';
import { aPerson, send } from '../account/account.ts';
import { requestUrl } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';

const TWO = { organizations: 'by_anyone', organizationsPerPerson: 2 } as const;

describeServer('how many organizations one person may make', { settings: TWO }, (the) => {
  const make = (person: Awaited<ReturnType<typeof aPerson>>, name: string) =>
    send(the(), person, '/account/organizations/new', { name });
  const owned = async (sub: string) =>
    the().deps.storage.organizations.countOwned((await the().tenant()).tenant_id, sub);

  test('as many as the tenant says; then a page tells why, and what makes room', async () => {
    const person = await aPerson(the());
    for (const name of ['One', 'Two']) expect((await make(person, name)).status).toBe(303);
    const refused = await make(person, 'Three');
    expect(refused.status).toBe(409);
    const page = await refused.text();
    expect(page).toContain('You own as many organizations as one person may.');
    expect(page).toContain('2 organizations.');
    expect(await owned(person.user.sub)).toBe(2);
    // Nor are they asked for a name for nothing.
    expect(await (await person.agent.visit('/account/organizations/new')).text()).not.toContain('name="name"');
    const list = await (await person.agent.visit('/account/organizations')).text();
    expect(list).not.toContain('Make an organization');
    const [, org_id = ''] = /organizations\/(org_[0-9a-f]{32})"/.exec(list) ?? [];
    const name = list.includes(`${org_id}">One<`) ? 'One' : 'Two';
    expect((await send(the(), person, `/account/organizations/${org_id}/delete`, { name })).status).toBe(303);
    expect((await make(person, 'Three')).status).toBe(303);
  });

  test('of many at once no more come in', async () => {
    const person = await aPerson(the());
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => make(person, `Company ${index}`)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(18);
    expect(await owned(person.user.sub)).toBe(2);
  });

  test('the operation refuses with the remedy', async () => {
    const { deps } = the();
    const tenant = await the().tenant();
    const owner = await the().aUser();
    const create = () => createOrganization(deps, tenant, { name: 'Company', owner: owner.email });
    for (let times = 0; times < 2; times += 1) await create();
    await expect(create()).rejects.toMatchObject({
      kind: 'conflict',
      problems: [{ field: 'owner', problem: expect.stringContaining('raise the setting organizationsPerPerson') }],
    });
  });

  test('with a consent: who owns too many, all switched off, cannot make another one on the way', async () => {
    const person = await aPerson(the());
    const { storage, clock } = the().deps;
    const { tenant_id } = await the().tenant();
    const client = await the().aClient();
    const consent = await (await person.agent.visit(requestUrl(client))).text();
    for (const name of ['One', 'Two']) await make(person, name);
    const all = await storage.organizations.listOfUser(tenant_id, person.user.sub, { after: null, limit: 9 });
    for (const { organization } of all) {
      const notice = { event_id: organization.org_id, initiating_entity: 'admin' } as const;
      await storage.organizations.setDisabled(organization, clock(), notice, clock());
    }
    const refused = await person.agent.submit(consent, {
      decision: 'allow',
      organization_name: 'Three',
      scope: ['openid'],
    });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('You own as many organizations as one person may.');
    expect(await owned(person.user.sub)).toBe(2);
  });
});

const BY_OPERATOR = { organizations: 'by_operator', organizationsPerPerson: 1 } as const;

describeServer('organizations that only an operator makes', { settings: BY_OPERATOR }, (the) => {
  test('are not limited: an operator may name one owner for many', async () => {
    const owner = await the().aUser();
    const tenant = await the().tenant();
    for (const name of ['One', 'Two', 'Three']) {
      expect(await createOrganization(the().deps, tenant, { name, owner: owner.sub })).toMatchObject({ name });
    }
  });
});
