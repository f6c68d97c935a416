import { html } from 'hono/html';
import type { AccountFrame } from './account-layout.ts';
import { field } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { type IconName, icon } from './icons.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary } from './notice.ts';
import type { OrganizationView } from './organizations.ts';
import type { OrganizationAppView } from './organizations-apps.ts';
import { organizationSubpage } from './organizations-frame.ts';
import type { MemberView } from './organizations-members.ts';
import { personName } from './organizations-people.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf` to the page itself: says what ends before it does. */
interface Ending {
  readonly title: string;
  readonly facts: readonly (readonly [sign: IconName, words: string])[];
  readonly action: string;
  /** Where one goes who thinks better of it. */
  readonly back: { readonly url: string; readonly label: string };
  readonly keep: string;
  readonly button: string;
  /** What has to be filled in. */
  readonly more?: HtmlPage | undefined;
  readonly notice?: HtmlPage | undefined;
}

function endingPage(frame: AccountFrame, view: OrganizationView, ending: Ending): HtmlPage {
  const { title, facts, action, back, keep, button, more, notice } = ending;
  const body = html`<section class="panel"><h2>${messagesFor(frame.locale).organizations.ends}</h2>
<ul class="facts">${facts.map(([sign, words]) => html`<li>${icon(sign)}<span>${words}</span></li>`)}</ul>
<form class="stack" method="post" action="${action}">${hiddenFields([['csrf', frame.csrf]])}
${more}
<div class="answers"><a class="button" href="${back.url}">${keep}</a>
<button class="button danger filled" type="submit">${button}</button></div></form></section>`;
  return organizationSubpage(frame, view, { title, parent: back, notice, failed: notice !== undefined, body });
}

export const leaveOrganizationPage =
  (view: OrganizationView & { readonly apps: number }) =>
  (frame: AccountFrame): HtmlPage => {
    const { leave } = messagesFor(frame.locale).organizations;
    const name = plainName(view.name);
    return endingPage(frame, view, {
      title: leave.question(name),
      facts: [
        ['window', leave.apps(view.apps)],
        ['people', leave.again],
      ],
      action: `${view.url}/leave`,
      back: { url: view.url, label: name },
      keep: leave.keep,
      button: leave.confirm,
    });
  };

/** Posts `name` as well: that of the organization. */
export interface DeleteOrganizationView extends OrganizationView {
  readonly apps: number;
  readonly members: number;
  /** What was typed and is not its name. */
  readonly typed: string | undefined;
}

export const deleteOrganizationPage =
  (view: DeleteOrganizationView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const words = messages.organizations.delete;
    const name = plainName(view.name);
    return endingPage(frame, view, {
      title: words.question(name),
      facts: [
        ['window', words.apps(view.apps)],
        ['people', words.members(view.members)],
        ['undo', words.never],
      ],
      action: `${view.url}/delete`,
      back: { url: view.url, label: name },
      keep: words.keep,
      button: words.confirm,
      more: typedName(view, messages),
      notice: view.typed === undefined ? undefined : typedProblem(messages),
    });
  };

function typedName({ name, typed }: DeleteOrganizationView, { organizations }: Messages): HtmlPage {
  const { label, wrong } = organizations.delete;
  return field({
    name: 'name',
    label: label(plainName(name)),
    value: typed ?? '',
    autocomplete: 'off',
    required: true,
    error: typed === undefined ? undefined : wrong.body,
  });
}

function typedProblem({ organizations }: Messages): HtmlPage {
  const { check, ...said } = organizations.delete.wrong;
  return errorSummary({ ...said, fields: [{ id: 'name', label: check }] });
}

export const removeMemberPage =
  (view: OrganizationView & { readonly member: MemberView; readonly apps: number }) =>
  (frame: AccountFrame): HtmlPage => {
    const { remove } = messagesFor(frame.locale).organizations;
    const name = personName(view.member);
    return endingPage(frame, view, {
      title: remove.question(name),
      facts: [
        ['window', remove.apps(view.apps)],
        ['people', remove.again],
      ],
      action: `${view.member.url}/remove`,
      back: { url: view.member.url, label: name },
      keep: remove.keep,
      button: remove.confirm,
    });
  };

export const uninstallForAllPage =
  (view: OrganizationView & { readonly app: OrganizationAppView }) =>
  (frame: AccountFrame): HtmlPage => {
    const { uninstall } = messagesFor(frame.locale).organizations;
    const { app } = view;
    const name = plainName(app.client.client_name);
    return endingPage(frame, view, {
      title: uninstall.question(name),
      facts: [
        ['people', uninstall.members(app.members)],
        ['pause', uninstall.atOnce],
        ['undo', app.standing === 'approved' || app.standing === null ? uninstall.again : uninstall.notAgain],
      ],
      action: `${app.url}/uninstall`,
      back: { url: app.url, label: name },
      keep: uninstall.keep,
      button: uninstall.confirm,
    });
  };

export const withdrawApprovalPage =
  (view: OrganizationView & { readonly app: OrganizationAppView }) =>
  (frame: AccountFrame): HtmlPage => {
    const { withdraw, uninstall } = messagesFor(frame.locale).organizations;
    const { app } = view;
    const name = plainName(app.client.client_name);
    return endingPage(frame, view, {
      title: withdraw.question(name),
      facts: [
        ['people', uninstall.members(app.members)],
        ['pause', uninstall.atOnce],
        ['shield', withdraw.notAgain],
      ],
      action: `${app.url}/withdraw`,
      back: { url: app.url, label: name },
      keep: withdraw.keep,
      button: withdraw.confirm,
    });
  };
