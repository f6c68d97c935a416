import { expect, test } from 'vitest';
import { describeServer } from '../support/databases.ts';
import { aCompany, allow, ask, aVisitor, join } from './company.ts';

describeServer('what users see of an app on an organization', { settings: { organizations: 'by_operator' } }, (the) => {
  test('one app on two organizations is two, each named, on the list, on its page and in the data to take along', async () => {
    const user = await the().aUser();
    const client = await the().aClient({ client_name: 'Papyrus' });
    const agent = await aVisitor(the(), user);
    for (const name of ['Analytical Engines', 'Difference & Sons']) {
      const org_id = await aCompany(the(), await the().aUser(), name);
      await join(the(), org_id, user);
      const page = await ask(agent, client, { organization: org_id, prompt: 'consent' });
      expect((await allow(agent, page, { organization: org_id })).status).toBe(303);
    }
    const list = await (await agent.visit('/apps')).text();
    for (const name of ['Analytical Engines', 'Difference &amp; Sons']) expect(list).toContain(`On ${name}`);
    const links = [...list.matchAll(/<h3><a href="([^"]+)">Papyrus/g)].map(([, href = '']) => href);
    expect(links).toHaveLength(2);
    const pages = await Promise.all(links.map(async (link) => (await agent.visit(link)).text()));
    expect(pages.filter((page) => page.includes('On Analytical Engines'))).toHaveLength(1);
    const file = (await (await agent.send('/account/data/download')).json()) as Record<string, unknown>;
    expect(file.organizations).toEqual(
      expect.arrayContaining([
        { name: 'Analytical Engines', role: 'member' },
        { name: 'Difference & Sons', role: 'member' },
      ]),
    );
    expect((file.apps as { organization: string }[]).map(({ organization }) => organization).sort()).toEqual([
      'Analytical Engines',
      'Difference & Sons',
    ]);
  });
});
