import { describe, expect, test } from 'vitest';
import { publishTerms } from '../../src/management/apps-terms.ts';
import { redirected } from '../support/answers.ts';
import { requestUrl, signedInAgent } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import { UserAgent } from '../support/user-agent.ts';
import { anApprovedApp, as, type Draft } from './maker.ts';

describeServer('the terms of an app', {}, (server) => {
  const publish = async ({ owner, app_id }: Draft, terms: { text: string } | { uri: string }) =>
    publishTerms(as(server(), owner), await server().tenant(), app_id, terms);

  async function anAppWithTerms(terms: { text: string } | { uri: string } = { text: 'Be kind.\nAlways.' }) {
    const app = await anApprovedApp(server());
    await publish(app, terms);
    return app;
  }

  const isTerms = (page: string) => page.includes('Terms of Engine Notes</h1>');
  const isConsent = (page: string) => page.includes('value="switch_account"');

  describe('are agreed to before the consent page', () => {
    test('once: the second time nobody is asked, and a new version asks again', async () => {
      const app = await anAppWithTerms();
      const user = await server().aUser();
      const agent = await signedInAgent(server(), user);
      const asked = await (await agent.visit(requestUrl(app.client))).text();
      expect(isTerms(asked)).toBe(true);
      expect(asked).toContain('Be kind.\nAlways.');
      expect(asked).not.toContain('The terms have changed.');
      const consent = await (await agent.submit(asked, { decision: 'accept' })).text();
      expect(isConsent(consent)).toBe(true);
      expect(redirected(await agent.submit(consent, { decision: 'allow' })).parameters).toHaveProperty('code');
      expect(redirected(await agent.visit(requestUrl(app.client))).parameters).toHaveProperty('code');

      await publish(app, { text: 'Be kinder.' });
      const again = await (await agent.visit(requestUrl(app.client))).text();
      expect(again).toContain('The terms have changed.');
      expect(again).toContain('Version 2');
      // The consent is remembered; the terms alone were new.
      expect(redirected(await agent.submit(again, { decision: 'accept' })).parameters).toHaveProperty('code');
      expect(redirected(await agent.visit(requestUrl(app.client))).parameters).toHaveProperty('code');

      const { tenant_id } = await server().tenant();
      const events = await server().deps.storage.audit.list(
        tenant_id,
        { action: 'app.terms_accepted', sub: user.sub },
        { after: null, limit: 10 },
      );
      expect(events.map(({ details, actor }) => [actor, JSON.parse(details)])).toEqual([
        [`user:${user.sub}`, { app_id: app.app_id, version: 1 }],
        [`user:${user.sub}`, { app_id: app.app_id, version: 2 }],
      ]);
    });

    test('who does not agree goes back to the app, and nothing is remembered', async () => {
      const app = await anAppWithTerms();
      const user = await server().aUser();
      const agent = await signedInAgent(server(), user);
      const asked = await (await agent.visit(requestUrl(app.client))).text();
      const { parameters } = redirected(await agent.submit(asked, { decision: 'decline' }));
      expect(parameters).toMatchObject({ error: 'access_denied' });
      const { tenant_id } = await server().tenant();
      expect(await server().deps.storage.apps.acceptedTerms(tenant_id, app.app_id, user.sub)).toBeNull();
    });

    test('OIDC Core §3.1.2.6: prompt=none gets interaction_required', async () => {
      const app = await anApprovedApp(server());
      const user = await server().aUser();
      const { authorized } = await anInstalledApp(server(), { client: app.client, user });
      await publish(app, { text: 'New.' });
      const answer = await authorized.agent.send(requestUrl(app.client, { prompt: 'none' }));
      expect(redirected(answer).parameters).toMatchObject({ error: 'interaction_required' });
    });
  });

  test('what is agreed to is the version that was shown: a newer one is shown instead', async () => {
    const app = await anAppWithTerms();
    const user = await server().aUser();
    const agent = await signedInAgent(server(), user);
    const first = await (await agent.visit(requestUrl(app.client))).text();
    await publish(app, { text: 'We own your house.' });
    const second = await (await agent.submit(first, { decision: 'accept' })).text();
    expect(second).toContain('We own your house.');
    const { tenant_id } = await server().tenant();
    expect(await server().deps.storage.apps.acceptedTerms(tenant_id, app.app_id, user.sub)).toBeNull();
  });

  test('catalogue 89: who signed in meanwhile on the same browser has not agreed to anything', async () => {
    const app = await anAppWithTerms();
    const [first, second] = [await server().aUser(), await server().aUser()];
    const agent = await signedInAgent(server(), first);
    const page = await (await agent.visit(requestUrl(app.client))).text();
    await signedInAgent(server(), second, agent);
    expect(isTerms(await (await agent.submit(page, { decision: 'accept' })).text())).toBe(true);
    const { tenant_id } = await server().tenant();
    for (const { sub } of [first, second])
      expect(await server().deps.storage.apps.acceptedTerms(tenant_id, app.app_id, sub)).toBeNull();
  });

  test('catalogue 23: nobody agrees by a form of another page', async () => {
    const app = await anAppWithTerms();
    const agent = await signedInAgent(server(), await server().aUser());
    const page = await (await agent.visit(requestUrl(app.client))).text();
    const forged = page.replace(/name="csrf" value="[^"]*"/, 'name="csrf" value="forged"');
    expect((await agent.submit(forged, { decision: 'accept' })).status).toBe(403);
    const action = /action="([^"]*\/terms[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const stranger = new UserAgent(server());
    expect((await stranger.submit(page, { decision: 'accept' })).status).toBe(403);
    expect((await agent.send(action)).status).toBe(405);
  });

  test('catalogue 65: markup in the terms stays text', async () => {
    const app = await anAppWithTerms({ text: '<script>alert(1)</script>' });
    const agent = await signedInAgent(server(), await server().aUser());
    const page = await (await agent.visit(requestUrl(app.client))).text();
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script>alert');
  });

  test('terms that stand elsewhere are linked to', async () => {
    const app = await anAppWithTerms({ uri: 'https://notes.example/terms?v=1' });
    const agent = await signedInAgent(server(), await server().aUser());
    const page = await (await agent.visit(requestUrl(app.client))).text();
    expect(page).toContain('href="https://notes.example/terms?v=1"');
  });

  test('the page of the installed app says which version was agreed to, and when', async () => {
    const app = await anAppWithTerms();
    const agent = await signedInAgent(server(), await server().aUser());
    const asked = await (await agent.visit(requestUrl(app.client))).text();
    const consent = await (await agent.submit(asked, { decision: 'accept' })).text();
    await agent.submit(consent, { decision: 'allow' });
    const apps = await (await agent.visit('/apps')).text();
    const [, path = ''] = /href="[^"]*(\/apps\/[\w-]+)"/.exec(apps) ?? [];
    const page = await (await agent.visit(path)).text();
    expect(page).toContain('You agreed to version 1 of its terms on 15 January 2027');
  });
});
