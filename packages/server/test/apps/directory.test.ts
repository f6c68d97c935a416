import { expect, test } from 'vitest';
import { updateApp } from '../../src/management/apps.ts';
import { suspendApp } from '../../src/management/apps-review.ts';
import { describeServer } from '../support/databases.ts';
import { aDraft, anApprovedApp, approve, asAdmin, submit } from './maker.ts';

describeServer('the directory', {}, (server) => {
  const page = async (query = '') => (await server().fetch(`/directory${query}`)).text();

  async function named(name: string, change: Record<string, unknown> = {}) {
    const app = await anApprovedApp(server());
    const update = { change: { name, ...change }, revision: null };
    await updateApp(asAdmin(server()), await server().tenant(), app.app_id, update);
    return app;
  }

  test('shows everybody the public apps that were approved, and no others', async () => {
    const empty = await server().fetch('/directory');
    expect(empty.status).toBe(200);
    expect(empty.headers.getSetCookie()).toEqual([]);
    expect(await empty.text()).toContain('There is no app yet');

    await named('Papyrus', { details: 'First line\nSecond line', category: 'documents' });
    await named('Secret', { visibility: 'private' });
    await named('Staff only', { visibility: 'internal' });
    const bad = await named('Spam Cannon');
    await suspendApp(asAdmin(server()), await server().tenant(), { app_id: bad.app_id, revision: null }, { note: 'x' });
    const waiting = await aDraft(server());
    await submit(server(), waiting);
    const text = await page();
    expect(text).toContain('<h2>Papyrus</h2>');
    expect(text).toContain('First line\nSecond line');
    expect(text).toContain('Documents');
    for (const name of ['Secret', 'Staff only', 'Spam Cannon', 'Engine Notes']) expect(text).not.toContain(name);
    await approve(server(), waiting);
    expect(await page()).toContain('<h2>Engine Notes</h2>');
  });

  test('is searched without a script, and says so when there is nothing', async () => {
    await named('Quill & Ink', { short_description: 'Writes letters by hand.' });
    expect(await page('?q=LETTERS')).toContain('<h2>Quill &amp; Ink</h2>');
    expect(await page('?q=letters')).not.toContain('<h2>Papyrus</h2>');
    const none = await page('?q=%3Cscript%3Ealert(1)%3C/script%3E');
    expect(none).toContain('Nothing matches &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(none).not.toContain('<script>alert');
    expect((await server().fetch('/directory', { method: 'POST' })).status).toBe(405);
  });

  test('goes on where the page before ended, and begins anew for an app that nobody knows', async () => {
    const tenant = await server().tenant();
    const first = await anApprovedApp(server());
    const record = await server().deps.storage.apps.find(tenant.tenant_id, first.app_id);
    if (record === null) throw new Error('the app is gone');
    const names = Array.from({ length: 60 }, (_, index) => `Zeta ${String(index).padStart(2, '0')}`);
    for (const [index, name] of names.entries()) {
      const { sort_key: _, search_text: __, ...rest } = record;
      await server().deps.storage.apps.create({ ...rest, app_id: `papp_zeta${index}`, name }, null);
    }
    const one = await page('?q=zeta');
    const more = /href="[^"]*(\/directory\?[^"]*after[^"]*)"/.exec(one)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const two = await (await server().fetch(more)).text();
    const shown = [one, two].map((text) => [...text.matchAll(/<h2>(Zeta \d\d)<\/h2>/g)].map((match) => match[1]));
    expect(shown.flat()).toEqual(names);
    expect(shown[0]).toHaveLength(50);
    expect(two).not.toContain('Show more apps');
    expect(await page('?after=papp_none')).toBe(await page());
  });
});
