import { expect, test } from 'vitest';
import { fieldOf } from '../support/answers.ts';
import { describeServer } from '../support/databases.ts';
import { mailsTo } from '../support/mails.ts';
import type { TestUser } from '../support/start-server.ts';
import type { UserAgent } from '../support/user-agent.ts';
import { addPasskey, aPerson, setUpTotp } from './person.ts';

describeServer('NIST SP 800-63B-4 §4.6: "the CSP SHALL notify the subscriber" of what signs them in', {}, (server) => {
  const told = async ({ email }: TestUser) =>
    (await mailsTo(server(), email)).map(({ template, text }) => ({ template, text }));

  const confirm = async (agent: UserAgent, path: string, fields: Record<string, string>) => {
    const csrf = fieldOf(await (await agent.visit('/account/profile')).text(), 'csrf') ?? '';
    const headers = { origin: new URL(server().issuer).origin, 'accept-language': 'de' };
    const body = new URLSearchParams({ csrf, ...fields });
    return agent.send(`/account/security${path}`, { method: 'POST', body, headers });
  };

  test('a passkey that is added or removed, by its name', async () => {
    const { user, agent } = await aPerson(server());
    const passkey = await addPasskey(server(), agent, 'Blue key');
    expect(await told(user)).toEqual([
      { template: 'factor_added', text: expect.stringMatching(/passkey[\s\S]*Blue key[\s\S]*\/forgot-password/) },
    ]);
    const removal = { passkey: passkey.id.toString('base64url'), confirm: 'yes' };
    await confirm(agent, '/passkeys/remove', removal);
    await confirm(agent, '/passkeys/remove', removal);
    const mails = await told(user);
    expect(mails.map(({ template }) => template).sort()).toEqual(['factor_added', 'factor_removed']);
    expect(mails.find(({ template }) => template === 'factor_removed')?.text).toContain('Blue key');
  });

  test('an authenticator app that is turned on or off, and new recovery codes; never what they are', async () => {
    const { user, agent } = await aPerson(server());
    const app = await setUpTotp(server(), agent);
    expect((await told(user)).map(({ template }) => template)).toEqual(['factor_added']);
    await confirm(agent, '/recovery-codes', {});
    await confirm(agent, '/authenticator/remove', {});
    await confirm(agent, '/authenticator/remove', {});
    const mails = await told(user);
    expect(mails.map(({ template }) => template).sort()).toEqual(['factor_added', 'factor_added', 'factor_removed']);
    const all = mails.map(({ text }) => text).join('\n');
    for (const secret of [app.key, ...app.recoveryCodes]) expect(all).not.toContain(secret);
    expect(all).toContain('Wiederherstellungscodes');
  });

  test('what is refused is not told', async () => {
    const { user, agent } = await aPerson(server());
    const page = await (await agent.visit('/account/security/authenticator')).text();
    await agent.submit(page, { code: '000000' });
    await confirm(agent, '/passkeys/add', { name: 'x', credential: '{}' });
    await confirm(agent, '/authenticator/remove', {});
    expect(await told(user)).toEqual([]);
  });
});
