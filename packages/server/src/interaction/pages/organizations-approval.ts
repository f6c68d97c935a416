import { html } from 'hono/html';
import type { AccountFrame } from './account-layout.ts';
import { areaField } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, HtmlPage } from './html-page.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { caution } from './notice.ts';
import type { OrganizationView } from './organizations.ts';
import { facts, scopeLists } from './organizations-app.ts';
import type { OrganizationAppView } from './organizations-apps.ts';
import { organizationSubpage } from './organizations-frame.ts';
import { personRow } from './organizations-people.ts';
import type { ScopeGroups } from './scope-row.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf`, `scope`, `reason` and `answer` (approve, refuse) to the page itself. */
export interface ApprovalView extends OrganizationView {
  readonly app: OrganizationAppView;
  /** What a yes covers: sent back, so that nothing is approved that was not shown. */
  readonly scope: string;
  readonly groups: ScopeGroups;
  /** null: nobody asks. */
  readonly asker: AccountView | null;
  /** In the asker's words; may be empty. */
  readonly message: string;
  /** What is asked for is more than when the page was shown. */
  readonly changed: boolean;
}

/** Characters, as organizations/app-decision.ts has it. */
const LONGEST_REASON = 300;

export const approvalPage =
  (view: ApprovalView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { decide } = messages.organizations;
    const { app } = view;
    const name = plainName(app.client.client_name);
    const body = html`<section class="panel"><div class="named">${mark(name, app.client.logo_uri, 'large')}<h1>${decide.question(name)}</h1></div>
${facts(app, frame, messages)}</section>
${view.asker === null ? undefined : asking(view, view.asker, messages)}
<section class="panel"><p class="muted">${decide.covers}</p>${scopeLists(view.groups, messages)}</section>
${form(view, frame, messages)}`;
    return organizationSubpage(frame, view, {
      title: decide.question(name),
      titled: true,
      parent: { url: app.url, label: name },
      notice: view.changed ? caution(decide.changed.title, decide.changed.body) : undefined,
      body,
    });
  };

function asking({ message }: ApprovalView, asker: AccountView, messages: Messages): HtmlPage {
  const { asker: heading } = messages.organizations.decide;
  const more =
    message === '' ? undefined : html`<blockquote class="said">${plainName(message, LONGEST_REASON)}</blockquote>`;
  return html`<section class="panel"><h2>${heading}</h2><ul class="rows">${personRow(asker, messages, { more })}</ul></section>`;
}

function form({ app, scope, asker }: ApprovalView, { csrf }: AccountFrame, { organizations }: Messages): HtmlPage {
  const { reason, reasonHint, approve, refuse } = organizations.decide;
  return html`<section class="panel"><form class="stack" method="post" action="${app.url}/decide">${hiddenFields([
    ['csrf', csrf],
    ['scope', scope],
  ])}
${areaField({ name: 'reason', label: reason, hint: asker === null ? undefined : reasonHint, rows: 2, maxlength: LONGEST_REASON })}
<div class="answers"><button class="button" type="submit" name="answer" value="refuse">${refuse}</button>
<button class="button primary" type="submit" name="answer" value="approve">${approve}</button></div></form></section>`;
}
