import { html } from 'hono/html';
import { areaField } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { caution, notice, success } from './notice.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf`, `message` and `action`: `send`, `go_on`, `other`, or the value of `cancel`. */
export interface AskAdminView extends PageView {
  readonly action: string;
  readonly csrf: string;
  readonly client: AppView;
  /** Its name. */
  readonly organization: string;
  /** Nobody has asked; somebody has, and no admin has answered; one has said no. */
  readonly state: 'missing' | 'waiting' | 'refused';
  /** The words of the admin who said no; may be empty. */
  readonly reason: string;
  /** Characters of a message at most. */
  readonly longest_message: number;
  /** The user belongs to other organizations, too. */
  readonly has_others: boolean;
  /** The user has just had us look again. */
  readonly looked: boolean;
  /** Value of `action` that goes back to the app. */
  readonly cancel: string;
}

export function askAdminPage(view: AskAdminView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { ask, other } = messages.organizationChoice;
  const app = plainName(view.client.client_name);
  const organization = plainName(view.organization);
  const heading = ask.headings[view.state](app);
  const body = html`<main class="card">
<div class="stack">
${mark(app, view.client.logo_uri, 'large')}
<h1>${heading}</h1>
<p>${ask.lead(app, organization)}</p>
</div>
${told(view, messages)}
<form class="stack" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
${answers(view, messages)}
${view.has_others ? html`<button class="button" type="submit" name="action" value="other">${other}</button>` : undefined}
<button class="button ${view.state === 'refused' ? 'primary' : 'quiet'}" type="submit" name="action" value="${view.cancel}">${messages.login.cancel(app)}</button>
</form>
</main>`;
  return layout(view, { title: heading, body });
}

/** How far it has come. */
function told(
  { state, reason, longest_message, looked }: AskAdminView,
  { organizationChoice }: Messages,
): HtmlPage | undefined {
  const { ask, none } = organizationChoice;
  if (state === 'missing') return undefined;
  if (state === 'waiting') {
    return looked ? caution(none.notYet.title, ask.notYet) : success(ask.sent.title, ask.sent.body);
  }
  const words = plainName(reason, longest_message);
  return notice('unknown', ask.refused.title, words === '' ? ask.refused.body : ask.refused.quote(words));
}

function answers({ state, longest_message }: AskAdminView, { organizationChoice }: Messages): HtmlPage | undefined {
  const { ask, lookAgain } = organizationChoice;
  if (state === 'refused') return undefined;
  if (state === 'waiting') {
    return html`<button class="button primary" type="submit" name="action" value="go_on">${lookAgain}</button>`;
  }
  return html`${areaField({ name: 'message', label: ask.message, hint: ask.messageHint, rows: 3, maxlength: longest_message })}
<button class="button primary" type="submit" name="action" value="send">${ask.send}</button>`;
}
