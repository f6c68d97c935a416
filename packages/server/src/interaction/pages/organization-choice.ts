import { html } from 'hono/html';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { mark } from './marks.ts';
import type { Messages } from './messages/index.ts';
import { plainName } from './untrusted.ts';

/** An organization that the user belongs to, as something to install an app on. */
export interface OrganizationChoice {
  readonly org_id: string;
  readonly name: string;
  readonly role: 'owner' | 'admin' | 'member';
  /** The user has installed the app there before. */
  readonly installed: boolean;
  /** Whether the user's own yes is enough: `gives` is one for all members, `asks` waits for an admin's. */
  readonly app: 'free' | 'gives' | 'asks';
}

/** The inside of an `.account` row: initial, name and what the user is there. */
export function organizationIdentity(choice: OrganizationChoice, messages: Messages): HtmlPage {
  const name = plainName(choice.name);
  return html`${mark(name, undefined)}<span class="who"><span class="name">${name}</span><span class="muted small">${roleIn(choice, messages)}</span></span>`;
}

/** One of several, in a form; sends `organization`. */
export function organizationRadio(choice: OrganizationChoice, messages: Messages, checked: boolean): HtmlPage {
  return html`<label class="scope"><input type="radio" name="organization" value="${choice.org_id}" required${checked ? html` checked` : undefined}><span class="title"><span>${plainName(choice.name)}</span>${installedTag(choice, messages)}</span><span class="about">${roleIn(choice, messages)}${choice.app === 'gives' ? ` ${messages.organizationChoice.gives}` : undefined}</span></label>`;
}

export function installedTag(
  { installed }: OrganizationChoice,
  { organizationChoice }: Messages,
): HtmlPage | undefined {
  if (!installed) return undefined;
  return html`<span class="tag good">${icon('check')}${organizationChoice.installed}</span>`;
}

function roleIn({ role, app }: OrganizationChoice, { organizationChoice }: Messages): string {
  const { roles, asks } = organizationChoice;
  return app === 'asks' ? `${roles[role]} ${asks}` : roles[role];
}
