import { expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { setClientDisabled } from '../../src/management/clients.ts';
import type { NewClientInput } from '../../src/management/contract.ts';
import { pageKind, redirected } from '../support/answers.ts';
import { describeServer } from '../support/databases.ts';
import type { TestUser } from '../support/start-server.ts';
import { authorize, redeem, UserAgent } from '../support/user-agent.ts';

const BYE = 'https://app.example/bye';

describeServer('OpenID Connect Front-Channel Logout 1.0 §3', {}, (server) => {
  const anApp = (host: string, metadata: NewClientInput = {}) =>
    server().aClient({
      client_name: host,
      redirect_uris: [`https://${host}/cb`],
      frontchannel_logout_uri: `https://${host}/signed-out`,
      post_logout_redirect_uris: [BYE],
      ...metadata,
    });

  /** One browser, signed in to each of the apps. */
  async function signedInTo(apps: readonly IssuedClient[], user?: TestUser) {
    const who = user ?? (await server().aUser());
    const agent = new UserAgent(server());
    let id_token = '';
    for (const app of apps) {
      const authorized = await authorize(
        server(),
        app,
        who,
        { scope: 'openid', redirect_uri: app.redirect_uris[0] ?? '' },
        agent,
      );
      id_token = (await redeem(server(), app, authorized)).body.id_token ?? '';
    }
    const { sid } = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
    return { agent, id_token, sid };
  }

  const signOut = (agent: UserAgent, parameters: Record<string, string>) =>
    agent.send(`/logout?${new URLSearchParams(parameters)}`);
  const framesOf = (page: string) =>
    [...page.matchAll(/<iframe[^>]* src="([^"]*)"/g)].map(([, src = '']) => src.replaceAll('&amp;', '&')).sort();

  test('the OP renders an iframe with the frontchannel_logout_uri of each RP that took part in the session', async () => {
    const apps = [await anApp('one.example'), await anApp('two.example'), await anApp('never.example')];
    const { agent, id_token } = await signedInTo(apps.slice(0, 2));
    const response = await signOut(agent, { id_token_hint: id_token, post_logout_redirect_uri: BYE, state: 'a&b' });
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(framesOf(page)).toEqual(['https://one.example/signed-out', 'https://two.example/signed-out']);
    expect(response.headers.get('content-security-policy')).toMatch(
      /; frame-src https:\/\/(one|two)\.example https:\/\/(one|two)\.example;/,
    );
    expect(page).toContain('You are signed out');
    expect(page).toContain(
      '<noscript><meta http-equiv="refresh" content="2;url=https://app.example/bye?state=a%26b"></noscript>',
    );
    expect(page).toContain('href="https://app.example/bye?state=a%26b"');
    expect(agent.cookies.has('xenia_session_demo')).toBe(false);
  });

  test('§2 frontchannel_logout_session_required: iss and sid are included, both; the query that is registered is kept', async () => {
    const [wants, plain] = [
      await anApp('wants.example', {
        frontchannel_logout_uri: 'https://wants.example/out?tenant=7',
        frontchannel_logout_session_required: true,
      }),
      await anApp('plain.example'),
    ];
    const { agent, id_token, sid } = await signedInTo([wants, plain]);
    const page = await (await signOut(agent, { id_token_hint: id_token })).text();
    const session = new URLSearchParams({ iss: server().issuer, sid });
    expect(framesOf(page)).toEqual([
      'https://plain.example/signed-out',
      `https://wants.example/out?tenant=7&${session}`,
    ]);
    // Nowhere to go on to: neither script nor refresh.
    expect(page).not.toMatch(/<script|http-equiv="refresh"/);
  });

  test('our own page signs out of the apps as well', async () => {
    const { agent } = await signedInTo([await anApp('own.example')]);
    const home = await (await agent.send('/')).text();
    const page = await (await agent.submit(home, {})).text();
    expect(framesOf(page)).toEqual(['https://own.example/signed-out']);
  });

  test('so does the answer to the question whether to sign out, and the way back is kept', async () => {
    const app = await anApp('asked.example');
    const { agent } = await signedInTo([app]);
    const question = await (
      await signOut(agent, { client_id: app.client_id, post_logout_redirect_uri: BYE, state: 's' })
    ).text();
    expect(pageKind(question)).toBe('logout');
    expect(framesOf(question)).toEqual([]);
    const page = await (await agent.submit(question, { decision: 'sign_out' })).text();
    expect(framesOf(page)).toEqual(['https://asked.example/signed-out']);
    expect(page).toContain(`href="${BYE}?state=s"`);
  });

  test('nobody to tell: straight back, as ever; a second time there is no session to end', async () => {
    const silent = await server().aClient({ post_logout_redirect_uris: [BYE] });
    const other = await signedInTo([silent]);
    const straight = await signOut(other.agent, { id_token_hint: other.id_token, post_logout_redirect_uri: BYE });
    expect(redirected(straight).uri).toBe(BYE);

    const { agent, id_token } = await signedInTo([await anApp('twice.example')]);
    const parameters = { id_token_hint: id_token, post_logout_redirect_uri: BYE };
    expect((await signOut(agent, parameters)).status).toBe(200);
    expect(redirected(await signOut(agent, parameters)).uri).toBe(BYE);
  });

  test('another session of the same user is not touched, and a client that was disabled is not told', async () => {
    const [kept, gone] = [await anApp('kept.example'), await anApp('gone.example')];
    const user = await server().aUser();
    const [here, elsewhere] = [await signedInTo([kept, gone], user), await signedInTo([kept], user)];
    await setClientDisabled(server().deps, await server().tenant(), gone.client_id, true);
    const page = await (await signOut(here.agent, { client_id: kept.client_id, id_token_hint: '' })).text();
    const told = await (await here.agent.submit(page, { decision: 'sign_out' })).text();
    expect(framesOf(told)).toEqual(['https://kept.example/signed-out']);
    expect(await (await elsewhere.agent.send('/')).text()).toContain('You are signed in');
  });

  test('an app that is returned to at a scheme of its own (RFC 8252 §7.1) is returned to, exactly as registered', async () => {
    const native = await server().aClient({
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['com.example.app:/cb'],
      post_logout_redirect_uris: ['com.example.app:/bye'],
    });
    const { agent } = await signedInTo([await anApp('web.example')]);
    const question = await (
      await signOut(agent, { client_id: native.client_id, post_logout_redirect_uri: 'com.example.app:/bye' })
    ).text();
    const page = await (await agent.submit(question, { decision: 'sign_out' })).text();
    expect(page).toContain('<a class="button primary" href="com.example.app:/bye">');
  });
});
