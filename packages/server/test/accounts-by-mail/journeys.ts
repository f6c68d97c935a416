import { expect } from 'vitest';
import type { MailTemplate } from '../../src/mail/content.ts';
import { linkIn, mailTo } from '../support/mails.ts';
import type { TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

/** Long enough where nothing else is asked for, and made of nothing that is tried first. */
export const NEW_PASSWORD = 'seven quiet lanterns';
export const OTHER_PASSWORD = 'violet-harbour-47-moss';

let addresses = 0;

/** An address that nobody has. */
export function freshAddress(): string {
  addresses += 1;
  return `person${addresses}@post.example`;
}

/** Fills in the page on which a mail is asked for. */
export async function askFor(agent: UserAgent, path: string, email: string): Promise<Response> {
  return agent.submit(await (await agent.visit(path)).text(), { email });
}

/** The link of the newest mail, and the page that it opens. */
export async function openMail(
  server: TestServer,
  agent: UserAgent,
  email: string,
  template: MailTemplate,
): Promise<{ link: string; page: string }> {
  const link = linkIn(await mailTo(server, email, template));
  const response = await agent.visit(link);
  return { link, page: await response.text() };
}

/** What is typed behind a link that makes an account. */
export function newAccount(password = NEW_PASSWORD, name = 'Grace Hopper') {
  return { name, password, password_again: password };
}

/** Somebody who signs up, from the first page to the last. */
export async function signUp(
  server: TestServer,
  agent: UserAgent,
  email: string,
  path = '/sign-up',
): Promise<Response> {
  await askFor(agent, path, email);
  const { page } = await openMail(server, agent, email, 'sign_up');
  return agent.submit(page, newAccount());
}

/** Whether the browser is signed in as the address. */
export async function expectSignedIn(agent: UserAgent, email: string): Promise<void> {
  const page = await (await agent.visit('/account')).text();
  expect(page).toContain(email.slice(0, email.indexOf('@')));
  expect(page).not.toContain('autocomplete="current-password"');
}

export async function expectSignedOut(agent: UserAgent): Promise<void> {
  expect(await (await agent.visit('/account')).text()).toContain('name="password"');
}

/** Signs in with a password at the server itself; the answer to the form. */
export async function signInWith(
  server: TestServer,
  user: { email: string; password: string },
  agent = new UserAgent(server),
): Promise<{ agent: UserAgent; response: Response }> {
  const page = await (await agent.visit('/sign-in')).text();
  const { email, password } = user;
  return { agent, response: await agent.submit(page, { email, password, action: 'sign_in' }) };
}

/** What differs between two runs whoever asks: tokens and the address that was typed. */
export function comparable(page: string, email: string): string {
  return page
    .replaceAll(email, 'EMAIL')
    .replaceAll(/\/interaction\/[\w-]+/g, '')
    .replaceAll(/value="[\w-]{20,}"/g, '');
}

/** A server whose storage writes down the operations that requests lead to, by name. */
export function recordOperations(server: TestServer): { storage: TestServer['deps']['storage']; operations: string[] } {
  const operations: string[] = [];
  const watched = (room: string, store: object) =>
    new Proxy(store, {
      get(target, name) {
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) => {
          operations.push(`${room}.${String(name)}`);
          return Reflect.apply(member, target, given) as unknown;
        };
      },
    });
  const storage = new Proxy(server.deps.storage, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'object' && member !== null ? watched(String(name), member) : member;
    },
  });
  return { storage, operations };
}
