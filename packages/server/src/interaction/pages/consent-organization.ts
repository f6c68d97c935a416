import { html } from 'hono/html';
import { field } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import type { Messages } from './messages/index.ts';
import { errorSummary } from './notice.ts';
import {
  installedTag,
  type OrganizationChoice,
  organizationIdentity,
  organizationRadio,
} from './organization-choice.ts';
import { plainName } from './untrusted.ts';

/** On which organization the app is installed. */
export type ConsentOrganization =
  /** Sends `organization`, the org_id of one. */
  | { readonly kind: 'choose'; readonly choices: readonly OrganizationChoice[]; readonly chosen: string }
  /** Sends `organization_name`, what the user calls the one that is made. */
  | { readonly kind: 'found'; readonly name: string; readonly longest_name: number };

/** What was wrong with the last answer. */
export type ConsentProblem = 'organization' | 'organization_name' | 'too_many';

export function organizationProblem(problem: ConsentProblem | undefined, messages: Messages): HtmlPage | undefined {
  if (problem === undefined) return undefined;
  const { errors, found } = messages.organizationChoice;
  const fields = problem === 'organization_name' ? [{ id: 'organization_name', label: found.label }] : [];
  return errorSummary({ ...errors[problem], fields });
}

/** The part of the consent form that says on which organization. */
export function organizationFields(
  organization: ConsentOrganization,
  { app, problem }: { readonly app: string; readonly problem: ConsentProblem | undefined },
  messages: Messages,
): HtmlPage {
  if (organization.kind === 'found') return foundField(organization, { app, problem }, messages);
  const { choices, chosen } = organization;
  const [only, ...others] = choices;
  if (only !== undefined && others.length === 0) return fixed(only, app, messages);
  const { legend } = messages.organizationChoice;
  const rows = choices.map((choice) => organizationRadio(choice, messages, choice.org_id === chosen));
  return html`<fieldset class="scopes"><legend>${legend}</legend>${rows}</fieldset>`;
}

function fixed(choice: OrganizationChoice, app: string, messages: Messages): HtmlPage {
  const { only, given } = messages.organizationChoice;
  return html`<div class="tight">${hiddenFields([['organization', choice.org_id]])}<h2>${only}</h2>
<div class="account">${organizationIdentity(choice, messages)}${installedTag(choice, messages)}</div>
${choice.app === 'gives' ? givenFact(given(app, plainName(choice.name))) : undefined}</div>`;
}

/** An admin's yes is one for all members, which has to be said before it is given. */
function givenFact(words: string): HtmlPage {
  return html`<ul class="facts"><li class="caution">${icon('people')}<span>${words}</span></li></ul>`;
}

function foundField(
  { name, longest_name }: Extract<ConsentOrganization, { kind: 'found' }>,
  { app, problem }: { readonly app: string; readonly problem: ConsentProblem | undefined },
  { organizationChoice }: Messages,
): HtmlPage {
  const { found, errors } = organizationChoice;
  return html`<div class="tight"><h2>${found.title}</h2><p>${found.lead(app)}</p>
${field({
  name: 'organization_name',
  label: found.label,
  value: name,
  autocomplete: 'organization',
  required: true,
  maxlength: longest_name,
  error: problem === 'organization_name' ? errors.organization_name.body : undefined,
})}</div>`;
}
