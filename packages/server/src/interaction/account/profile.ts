import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { HttpError } from '../../http/http-error.ts';
import { recordEvent } from '../../storage/record-event.ts';
import { pageContext } from '../advance.ts';
import { listInstalled } from '../apps-installed.ts';
import { profilePage as page } from '../pages/account-profile.ts';
import { supportedLocales } from '../pages/messages/index.ts';
import { scopeWording } from '../scope-groups.ts';
import type { SignedIn } from '../session.ts';
import type { AccountPage } from './account-page.ts';
import { PROFILE_PATH } from './paths.ts';
import { changeProfile, type ProfileValues, profileOf } from './profile-claims.ts';
import {
  fieldRule,
  GROUPS,
  type Group,
  PROFILE_FIELD_NAMES,
  type ProfileField,
  type ProfileProblem,
  type Rules,
} from './profile-fields.ts';
import { accountResponse, done } from './respond.ts';

export const profilePage: AccountPage = { show: (exchange, signedIn) => show(exchange, signedIn), answer };

/** What was typed, and why it cannot be kept. */
interface Refused {
  readonly values: ProfileValues;
  readonly problems: Readonly<Partial<Record<ProfileField, ProfileProblem>>>;
}

async function show(exchange: Exchange, signedIn: SignedIn, refused?: Refused): Promise<Response> {
  const { user } = signedIn;
  const stored = profileOf(claimsOf(signedIn));
  const releases = await releasesOf(exchange, user.sub);
  const render = page({
    values: refused?.values ?? stored,
    problems: refused?.problems ?? {},
    limits: LIMITS,
    email: { address: user.email, verified: user.email_verified === 1 },
    releases,
    zones: withOwn([...TIME_ZONES], stored.zoneinfo),
    locales: withOwn([...supportedLocales], stored.locale),
  });
  return accountResponse(exchange, signedIn, render, refused === undefined ? {} : { status: 422 });
}

async function answer(exchange: Exchange, signedIn: SignedIn, form: Parameters): Promise<Response> {
  // What the server vouches for is no field of this form, whoever writes it into one.
  const foreign = form.names().filter((name) => name !== 'csrf' && !isProfileField(name));
  if (foreign.length > 0) throw new HttpError(400, 'The form has a field that its page does not have');
  const entries = PROFILE_FIELD_NAMES.map((field) => [field, form.get(field) ?? ''] as const);
  const values = Object.fromEntries(entries) as ProfileValues;
  const result = changeProfile(claimsOf(signedIn), values, rulesOf(exchange));
  if (result.outcome === 'refused') return show(exchange, signedIn, { values, problems: result.problems });
  if (result.outcome === 'changed') await save(exchange, signedIn, result);
  return done(exchange, signedIn, PROFILE_PATH, 'saved');
}

async function save(
  { deps, tenant }: Exchange,
  { user }: SignedIn,
  { claims, fields }: { claims: Record<string, unknown>; fields: readonly ProfileField[] },
): Promise<void> {
  const { sub } = user;
  await deps.storage.users.update(tenant.tenant_id, sub, { claims: JSON.stringify(claims) }, deps.clock());
  await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'user.profile_changed', sub, details: { fields } });
}

const LIMITS = Object.fromEntries(PROFILE_FIELD_NAMES.map((field) => [field, fieldRule(field).limit])) as Record<
  ProfileField,
  number
>;

const TIME_ZONES: readonly string[] = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort();

function rulesOf({ deps }: Exchange): Rules {
  return {
    zoneinfo: new Set(TIME_ZONES),
    locale: new Set(supportedLocales),
    today: new Date(deps.clock() * 1000).toISOString().slice(0, 10),
  };
}

/** A value that an operator set can be kept, though nobody could choose it. */
function withOwn(values: readonly string[], own: string): readonly string[] {
  return own === '' || values.includes(own) ? values : [own, ...values];
}

function claimsOf({ user }: SignedIn): Record<string, unknown> {
  return JSON.parse(user.claims) as Record<string, unknown>;
}

function isProfileField(name: string): name is ProfileField {
  return (PROFILE_FIELD_NAMES as readonly string[]).includes(name);
}

/** For each group the user's own words for the permission that releases it, and the apps that have it. */
async function releasesOf(exchange: Exchange, sub: string) {
  const apps = (await listInstalled(exchange, sub)).filter(({ families }) => families.length > 0);
  const { tenant, locale } = pageContext(exchange);
  const wording = (group: Group) => {
    const record = tenant.scopes.get(group);
    return record && scopeWording(record, locale);
  };
  const release = (group: Group) => ({
    permission: wording(group)?.display_name ?? group,
    apps: apps
      .filter(({ families }) => families.some(({ scope }) => scope.split(' ').includes(group)))
      .map(({ client }) => client.metadata.client_name)
      .sort(),
  });
  return Object.fromEntries(GROUPS.map((group) => [group, release(group)])) as Record<
    Group,
    ReturnType<typeof release>
  >;
}
