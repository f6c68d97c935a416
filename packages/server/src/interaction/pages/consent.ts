import { html, raw } from 'hono/html';
import { sendOnceScript } from '../assets/inline-scripts.ts';
import { accountIdentity } from './account-row.ts';
import {
  type ConsentOrganization,
  type ConsentProblem,
  organizationFields,
  organizationProblem,
} from './consent-organization.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, AppView, HtmlPage, PageView } from './html-page.ts';
import { icon } from './icons.ts';
import { layout, linkList } from './layout.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { scopeFields } from './scope-fields.ts';
import type { ScopeGroups } from './scope-row.ts';
import { linkHref, plainName } from './untrusted.ts';

/** Posts `csrf`, `decision` (`allow`, `deny` or the value of `switch_account`), `scope` once for each allowed, and the organization. */
export interface ConsentView extends PageView {
  /** Where the form posts to. */
  readonly action: string;
  readonly csrf: string;
  readonly client: AppView & {
    readonly client_uri?: string | undefined;
    readonly tos_uri?: string | undefined;
    readonly policy_uri?: string | undefined;
    readonly verified: boolean;
    /** Cannot prove who it is (RFC 6749 §2.1), so the user is asked whether they started it. */
    readonly public: boolean;
  };
  /** Host of the redirect URI, or the scheme of an installed app's. */
  readonly redirect_host: string;
  readonly account: AccountView;
  /** Value of `decision` that goes on with another account. */
  readonly switch_account: string;
  /** null where apps are installed on the user alone. */
  readonly organization: ConsentOrganization | null;
  /** What was wrong with the last answer. */
  readonly problem?: ConsentProblem | undefined;
  readonly groups: ScopeGroups;
  readonly lifetime: {
    /** Access while the user is away (OIDC Core §11), or with a token that does not expire. */
    readonly until_revoked: boolean;
    /** Seconds. */
    readonly access_token_ttl: number;
  };
  /** URL of the page where the user sees and uninstalls apps; null while there is none to point to. */
  readonly revoke_hint: string | null;
}

export function consentPage(view: ConsentView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { consent } = messages;
  const app = plainName(view.client.client_name);
  const title = consent.heading(app, plainName(view.tenant.display_name));
  const { about_you, may_do } = view.groups;
  const body = html`<main class="card">
<div class="stack">
${mark(app, view.client.logo_uri, 'large')}
<h1>${title}</h1>
${asker(view, messages)}
</div>
${organizationProblem(view.problem, messages)}
${account(view, messages)}
<form class="stack roomy" method="post" action="${view.action}" autocomplete="off">
${hiddenFields([['csrf', view.csrf]])}
${view.organization === null ? undefined : organizationFields(view.organization, { app, problem: view.problem }, messages)}
${scopeFields(consent.aboutYou, about_you, messages)}
${scopeFields(consent.mayDo, may_do, messages)}
${about_you.length + may_do.length === 0 ? html`<p>${consent.nothing}</p>` : undefined}
${duration(view, messages)}
${terms(view, messages)}
<div class="answers">
<button class="button" type="submit" name="decision" value="deny">${consent.deny}</button>
<button class="button primary" type="submit" name="decision" value="allow">${consent.allow}</button>
</div>
</form>
</main>`;
  return layout(view, { title, body, head: html`<script>${raw(sendOnceScript.text)}</script>` });
}

const loopback = /^(?:127(?:\.\d+){3}|\[::1\]|localhost)(?::\d+)?$/;

/** Who asks: verified or not, and where the answer goes. */
function asker(view: ConsentView, { consent }: Messages): HtmlPage {
  const tenant = plainName(view.tenant.display_name);
  const { verified } = view.client;
  const host = plainName(view.redirect_host);
  return html`<ul class="facts">
<li class="${verified ? 'good' : 'caution'}">${icon(verified ? 'shield' : 'unknown')}<span>${verified ? consent.verified(tenant) : html`<strong>${consent.unverified(tenant)}</strong> ${consent.unverifiedHint}`}</span></li>
<li>${icon('arrow')}<span>${consent.returnsTo} <strong>${loopback.test(host) ? consent.thisDevice(host) : host}</strong></span></li>
${
  view.client.public
    ? html`<li>${icon('window')}<span>${consent.startedByYou(plainName(view.client.client_name))}</span></li>`
    : undefined
}
</ul>`;
}

/** A form of its own, so that the Enter key among the scopes never changes the account. */
function account(view: ConsentView, { consent }: Messages): HtmlPage {
  return html`<form class="tight" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
<h2>${consent.account}</h2>
<div class="account">${accountIdentity(view.account)}
<button class="button quiet" type="submit" name="decision" value="${view.switch_account}">${consent.switchAccount}</button></div>
</form>`;
}

/** For how long, and how to take it back. */
function duration(view: ConsentView, { consent }: Messages): HtmlPage {
  const { until_revoked, access_token_ttl } = view.lifetime;
  const href = view.revoke_hint === null ? undefined : linkHref(view.revoke_hint);
  const takeBack =
    href === undefined
      ? consent.askTenant(plainName(view.tenant.display_name))
      : html`${consent.takeBack} <a href="${href}" target="_blank" rel="noopener">${consent.yourApps}</a>.`;
  return html`<div class="tight"><h2>${consent.howLong}</h2>
<ul class="facts">
<li>${icon('clock')}<span>${until_revoked ? consent.untilRevoked : consent.forAWhile(access_token_ttl)}</span></li>
<li>${icon('undo')}<span>${takeBack}</span></li>
</ul></div>`;
}

/** The app's own, to be read before the answer. */
function terms(view: ConsentView, { consent }: Messages): HtmlPage | undefined {
  const { client_uri, policy_uri, tos_uri } = view.client;
  const links = linkList([
    [tos_uri, consent.terms],
    [policy_uri, consent.privacy],
    [client_uri, consent.website],
  ]);
  if (links.length === 0) return undefined;
  return html`<div class="links"><span>${consent.ownTerms(plainName(view.client.client_name))}</span>${links}</div>`;
}
