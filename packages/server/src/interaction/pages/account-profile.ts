import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { areaField, field, selectField } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary, success } from './notice.ts';
import { plainName } from './untrusted.ts';

type Field = keyof Messages['account']['profile']['labels'];
type Group = keyof Messages['account']['profile']['groups'];

/** Posts every field by its name, and `csrf`, to the page itself. */
export interface ProfileView {
  readonly values: Readonly<Record<Field, string>>;
  readonly problems: Readonly<Partial<Record<Field, keyof Messages['account']['profile']['problems']>>>;
  /** Characters that a field takes. */
  readonly limits: Readonly<Record<Field, number>>;
  readonly email: { readonly address: string; readonly verified: boolean };
  /** What the user allowed to whom. */
  readonly releases: Readonly<Record<Group, { readonly permission: string; readonly apps: readonly string[] }>>;
  readonly zones: readonly string[];
  readonly locales: readonly string[];
}

export const profilePage =
  (view: ProfileView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { profile, sections } = messages.account;
    const failed = Object.keys(view.problems).length > 0;
    const body = html`${emailPanel(view, frame, messages)}
<form class="panels" method="post" action="${frame.account_url}/profile">
${hiddenFields([['csrf', frame.csrf]])}
${group('profile', view, messages, profileFields(view, frame, messages))}
${group('phone', view, messages, phoneFields(view, messages))}
${group('address', view, messages, addressFields(view, messages))}
<div class="save"><button class="button primary" type="submit">${profile.save}</button></div>
</form>`;
    const notice = failed
      ? wrong(view, messages)
      : frame.done === 'saved'
        ? success(profile.saved.title, profile.saved.body)
        : undefined;
    return accountPage(frame, {
      current: 'profile',
      title: sections.profile.title,
      lead: profile.lead,
      notice,
      failed,
      body,
    });
  };

function wrong({ problems }: ProfileView, { account }: Messages): HtmlPage {
  const { labels, wrong } = account.profile;
  const fields = (Object.keys(problems) as Field[]).map((name) => ({ id: name, label: labels[name] }));
  return errorSummary({ ...wrong, fields });
}

function emailPanel({ email }: ProfileView, { account_url }: AccountFrame, { account }: Messages): HtmlPage {
  const texts = account.profile.email;
  const tag = email.verified
    ? html`<span class="tag good">${icon('check')}${texts.verified}</span>`
    : html`<span class="tag caution">${icon('warning')}${texts.unverified}</span>`;
  return html`<section class="panel line"><div class="tight"><h2>${texts.heading}</h2>
<p class="pair"><span>${plainName(email.address)}</span>${tag}</p></div>
<a class="button" href="${account_url}/email">${texts.change}<span class="spoken"> ${texts.changeWhat}</span></a></section>`;
}

function group(name: Group, view: ProfileView, messages: Messages, fields: HtmlPage): HtmlPage {
  const { profile } = messages.account;
  const { permission, apps } = view.releases[name];
  return html`<fieldset class="panel"><legend>${profile.groups[name]}</legend>
<div class="released small muted">${icon('eye')}<p>${profile.released(permission)} ${seenBy(apps, messages)}</p></div>
${fields}</fieldset>`;
}

/** More than these would hide the fields. */
const MOST_NAMES = 4;

function seenBy(apps: readonly string[], { account }: Messages): string {
  const { profile } = account;
  const names = apps.map((name) => plainName(name));
  if (names.length === 0) return profile.seenByNobody;
  return names.length <= MOST_NAMES + 1
    ? profile.seenBy(names)
    : profile.seenByMany(names.slice(0, MOST_NAMES), names.length - MOST_NAMES);
}

function profileFields(view: ProfileView, { locale }: AccountFrame, messages: Messages): HtmlPage {
  const { unset } = messages.account.profile;
  const languages = new Intl.DisplayNames([locale], { type: 'language' });
  const ownOr = (values: readonly string[], label: (value: string) => string) => [
    ['', unset] as const,
    ...values.map((value) => [value, label(value)] as const),
  ];
  const of = fieldOf(view, messages);
  return html`${field({ ...of('name'), autocomplete: 'name' })}
<div class="columns">${field({ ...of('given_name'), autocomplete: 'given-name' })}${field({ ...of('family_name'), autocomplete: 'family-name' })}</div>
<div class="columns">${field({ ...of('nickname'), autocomplete: 'nickname' })}${field({ ...of('preferred_username'), autocomplete: 'off' })}</div>
${field({ ...of('picture'), type: 'url', autocomplete: 'photo' })}
${field({ ...of('website'), type: 'url', autocomplete: 'url' })}
<div class="columns">${field({ ...of('birthdate'), autocomplete: 'bday' })}${field({ ...of('gender'), autocomplete: 'sex' })}</div>
<div class="columns">${selectField({ ...of('zoneinfo'), options: ownOr(view.zones, (zone) => zone.replaceAll('_', ' ')) })}${selectField({ ...of('locale'), options: ownOr(view.locales, (tag) => nameOf(languages, tag)) })}</div>`;
}

function nameOf(languages: Intl.DisplayNames, tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function phoneFields(view: ProfileView, messages: Messages): HtmlPage {
  return field({ ...fieldOf(view, messages)('phone_number'), type: 'tel', autocomplete: 'tel' });
}

function addressFields(view: ProfileView, messages: Messages): HtmlPage {
  const of = fieldOf(view, messages);
  return html`${areaField({ ...of('street_address'), rows: 2, autocomplete: 'street-address' })}
<div class="columns">${field({ ...of('postal_code'), autocomplete: 'postal-code' })}${field({ ...of('locality'), autocomplete: 'address-level2' })}</div>
<div class="columns">${field({ ...of('region'), autocomplete: 'address-level1' })}${field({ ...of('country'), autocomplete: 'country-name' })}</div>`;
}

/** What is common to all of them. The length is not forced on what is typed: the form says what is too long instead of cutting it. */
function fieldOf({ values, problems, limits }: ProfileView, { account }: Messages) {
  const { labels, hints, problems: words } = account.profile;
  return (name: Field) => {
    const problem = problems[name];
    return {
      name,
      label: labels[name],
      value: values[name],
      hint: hints[name],
      error: problem === undefined ? undefined : words[problem](limits[name]),
    };
  };
}
