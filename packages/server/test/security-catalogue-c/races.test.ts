import { expect, test } from 'vitest';
import type { MailTemplate } from '../../src/mail/content.ts';
import { inviteUser } from '../../src/management/invitations.ts';
import type { TicketPurpose } from '../../src/storage/account-records.ts';
import {
  askFor,
  freshAddress,
  newAccount,
  OTHER_PASSWORD,
  openMail,
  signInWith,
} from '../accounts-by-mail/journeys.ts';
import { addPasskey, aPerson, aPersonWithTotp, sessionOf } from '../factors/person.ts';
import { passkeyOptions } from '../factors/software-authenticator.ts';
import { describeServer } from '../support/databases.ts';
import { codeIn, mailTo } from '../support/mails.ts';
import { PASSWORD, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const AT_ONCE = 200;

interface Opened {
  readonly agent: UserAgent;
  readonly page: string;
  readonly fields: Record<string, string>;
}

/** The page behind the link of a mail, and what is filled in there. */
async function opened(
  server: TestServer,
  email: string,
  template: MailTemplate,
  fields: Record<string, string> = {},
  agent = new UserAgent(server),
): Promise<Opened> {
  const { page } = await openMail(server, agent, email, template);
  return { agent, page, fields };
}

/** For each purpose that a link can have: one that waits in a browser. */
const LINKS: Readonly<Record<TicketPurpose, (server: TestServer) => Promise<Opened>>> = {
  sign_up: async (server) => {
    const email = freshAddress();
    await askFor(new UserAgent(server), '/sign-up', email);
    return opened(server, email, 'sign_up', newAccount());
  },
  invitation: async (server) => {
    const email = freshAddress();
    await inviteUser(server.deps, await server.tenant(), { email });
    return opened(server, email, 'invitation', newAccount());
  },
  verify_email: async (server) => {
    const user = await server.aUser();
    const { agent } = await signInWith(server, user);
    await agent.submit(await (await agent.visit('/account/email')).text(), { action: 'verify' });
    return opened(server, user.email, 'verify_email', {}, agent);
  },
  reset_password: async (server) => {
    const { email } = await server.aUser();
    await askFor(new UserAgent(server), '/forgot-password', email);
    return opened(server, email, 'reset_password', { password: OTHER_PASSWORD, password_again: OTHER_PASSWORD });
  },
  change_email: async (server) => {
    const user = await server.aUser();
    const { agent } = await signInWith(server, user);
    const [email, page] = [freshAddress(), await (await agent.visit('/account/email')).text()];
    await agent.submit(page, { email, password: PASSWORD, action: 'change' });
    return opened(server, email, 'change_email', {}, agent);
  },
  sign_in: async (server) => {
    const { email } = await server.aUser();
    await askFor(new UserAgent(server), '/sign-in/mail', email);
    return opened(server, email, 'sign_in_link');
  },
};

const settings = { signUp: 'open', signInByMail: true } as const;

describeServer('two hundred at once', { settings }, (server) => {
  /** The same form, sent by so many copies of the browser at the same time. */
  async function flood({ agent, page, fields }: Opened) {
    const copies = Array.from({ length: AT_ONCE }, () => {
      const copy = new UserAgent(server());
      for (const [name, value] of agent.cookies) copy.cookies.set(name, value);
      return copy;
    });
    const before = sessionOf(agent);
    const answers = await Promise.all(copies.map((copy) => copy.submit(page, fields)));
    return {
      statuses: answers.map(({ status }) => status),
      signedIn: copies.filter((copy) => sessionOf(copy) !== undefined && sessionOf(copy) !== before).length,
    };
  }

  test.each(Object.entries(LINKS))(
    'F3, catalogue 13: of the uses of one link for %s exactly one counts',
    async (_, open) => {
      const { statuses } = await flood(await open(server()));
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      // The others find it used, or never got so far as to hash a password.
      expect(statuses.filter((status) => status !== 200 && status !== 410 && status !== 429)).toEqual([]);
      expect(statuses).toContain(410);
    },
  );

  test('F3, catalogue 13: nor does the code of a mail work twice, nor beside its link', async () => {
    const user = await server().aUser();
    const agent = new UserAgent(server());
    const page = await (await askFor(agent, '/sign-in/mail', user.email)).text();
    const code = codeIn(await mailTo(server(), user.email, 'sign_in_link'));
    const { signedIn } = await flood({ agent, page, fields: { code } });
    expect(signedIn).toBe(1);
    const { page: link } = await openMail(server(), agent, user.email, 'sign_in_link');
    expect(link).toContain('This link was used already');
  });

  /** A browser that has given the password and is asked for a second factor. */
  async function halfSignedIn() {
    const { user, app } = await aPersonWithTotp(server());
    const agent = new UserAgent(server());
    const page = await (await agent.signIn(await (await agent.visit('/sign-in')).text(), user)).text();
    return { agent, page, app };
  }

  test('F3, catalogue 73: one TOTP code signs in once', async () => {
    const { agent, page, app } = await halfSignedIn();
    const { signedIn } = await flood({ agent, page, fields: { code: app.code(), action: 'totp' } });
    expect(signedIn).toBe(1);
  });

  test('F3: one recovery code signs in once', async () => {
    const { agent, page, app } = await halfSignedIn();
    const fields = { code: app.recoveryCodes[0] ?? '', action: 'recovery_code' };
    expect((await flood({ agent, page, fields })).signedIn).toBe(1);
  });

  test('F3: one answer to a passkey challenge signs in once', async () => {
    const { agent: owner } = await aPerson(server());
    const passkey = await addPasskey(server(), owner);
    const agent = new UserAgent(server());
    const page = await (await agent.visit('/sign-in')).text();
    const fields = { credential: passkey.get(passkeyOptions(page)) };
    expect((await flood({ agent, page, fields })).signedIn).toBe(1);
  });
});
