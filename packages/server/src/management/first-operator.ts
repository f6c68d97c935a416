import { emailKey } from '../accounts/email.ts';
import { minPasswordLength } from '../accounts/factors.ts';
import { newOperator, newSetupLink } from '../accounts/setup.ts';
import { passwordProblems } from '../accounts/users.ts';
import { canMail } from '../mail/can-mail.ts';
import { composeMail } from '../mail/compose.ts';
import { mailLocaleOf } from '../mail/mail-locale.ts';
import type { MailRecord } from '../storage/account-records.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { TenantRecord, UserRecord } from '../storage/records.ts';
import { loadTenant } from '../tenants/directory.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';
import { everyPage } from './pages.ts';
import { findUser } from './users.ts';

/** Where an operator is set up, and until when. `url` holds a secret. */
export interface SetupLink {
  tenant: string;
  url: string;
  expires_at: number;
}

type LinkDeps = Pick<ManagementDeps, 'caller' | 'config' | 'storage' | 'clock' | 'random' | 'sealer'>;

/**
 * A link with which whoever opens it first becomes the installation's first operator; every earlier one is dead. null where there is no
 * tenant yet, or an operator. `name`: of the tenant; otherwise the one of bootstrap.tenant, or the oldest. Throws ManagementError if
 * there is none of that name.
 */
export async function makeSetupLink(deps: LinkDeps, name?: string): Promise<SetupLink | null> {
  if (await deps.storage.administrators.hasOperator()) return null;
  const tenant = await bootstrapTenant(deps, name);
  return tenant === null ? null : issueLink(deps, tenant, { purpose: 'first', user: null });
}

/**
 * A link with which a user of the tenant gets a new password and the role operator, or (null) somebody new becomes one, though
 * there are operators: they are told by mail, if mail can be sent. `user`: the subject or the e-mail address. Throws ManagementError.
 */
export async function recoverOperator(
  deps: LinkDeps,
  tenant: Tenant,
  user: string | null,
): Promise<SetupLink & { told: number }> {
  const record = user === null ? null : await findUser(deps, tenant, user);
  const mails = canMail(deps.config) ? await recoveryMails(deps, record) : [];
  const link = await issueLink(deps, tenant, { purpose: 'recovery', user: record }, mails);
  if (link === null) throw new Error('a recovery link is made whether there is an operator or not');
  return { ...link, told: mails.length };
}

async function issueLink(
  deps: LinkDeps,
  tenant: Tenant,
  { purpose, user }: { purpose: 'first' | 'recovery'; user: UserRecord | null },
  mails: MailRecord[] = [],
): Promise<SetupLink | null> {
  const sub = user?.sub ?? null;
  const { url, link } = newSetupLink(deps, tenant, { purpose, sub });
  if (!(await deps.storage.administrators.issueSetupLink(link, mails))) return null;
  const { expires_at } = link;
  const { actor } = callerOf(deps);
  const details = { purpose, expires_at };
  await recordEvent(deps, tenant, { actor, action: 'administrator.setup_link_made', sub, details });
  return { tenant: tenant.name, url, expires_at };
}

/** To every operator who can sign in, in the words of their own tenant. */
async function recoveryMails(deps: LinkDeps, user: UserRecord | null): Promise<MailRecord[]> {
  const mails: MailRecord[] = [];
  const operators = everyPage(
    (page) => deps.storage.administrators.operators(page),
    ({ sub }) => sub,
  );
  const facts = { at: deps.clock(), ...(user === null ? {} : { name: user.email }) };
  for await (const operator of operators) {
    const stored = await deps.storage.tenants.find(operator.tenant_id);
    if (operator.disabled_at !== null || stored === null) continue;
    const tenant = await loadTenant(deps, stored);
    const locale = mailLocaleOf(tenant, operator);
    mails.push(composeMail(deps, tenant, { to: operator.email, locale, template: 'operator_recovery', facts }));
  }
  return mails;
}

/**
 * Makes the operator whom the configuration names (bootstrap.*), if the installation has none. `waiting`: there is no tenant yet.
 * `operator_exists`: nothing was looked at further. Throws BusyError, and ManagementError with every problem; its fields are settings.
 */
export async function ensureFirstOperator(
  deps: Pick<ManagementDeps, 'caller' | 'config' | 'storage' | 'clock' | 'random' | 'sealer' | 'passwords'>,
): Promise<'not_configured' | 'operator_exists' | 'waiting' | 'created'> {
  const { email, password } = deps.config.bootstrap;
  if (email === null || password === null) return 'not_configured';
  if (await deps.storage.administrators.hasOperator()) return 'operator_exists';
  const tenant = await bootstrapTenant(deps);
  if (tenant === null) return 'waiting';
  const email_key = emailKey(email);
  const problems = [
    ...(email_key === null ? [{ field: 'email', problem: 'is not an e-mail address' }] : []),
    ...passwordProblems(password, email_key, minPasswordLength(null)),
  ];
  if (email_key === null || problems.length > 0) throw refused(problems);
  const password_hash = await deps.passwords.hash(password);
  const user = newOperator(deps, tenant, { email, email_key, password_hash });
  const outcome = await deps.storage.administrators.createFirst(user);
  // Another process that starts at the same time was faster.
  if (outcome === 'has_operator') return 'operator_exists';
  if (outcome === 'exists') {
    const problem = `belongs to a user already, whom nothing here changes; run: xenia admin grant ${email} --role operator`;
    throw refused([{ field: 'email', problem }]);
  }
  const { sub } = user;
  const details = { by: 'configuration', user: 'created' };
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'administrator.set_up', sub, details });
  return 'created';
}

function refused(problems: readonly { field: string; problem: string }[]): ManagementError {
  return new ManagementError(
    'invalid',
    problems.map(({ field, problem }) => ({ field: `bootstrap.${field}`, problem })),
  );
}

/** The one that is named, otherwise the oldest one that is enabled; null: there is none at all. */
async function bootstrapTenant(
  deps: Pick<ManagementDeps, 'config' | 'storage' | 'clock' | 'sealer'>,
  name: string | null = deps.config.bootstrap.tenant,
): Promise<Tenant | null> {
  let oldest: TenantRecord | null = null;
  const tenants = everyPage(
    (page) => deps.storage.tenants.list(page),
    (tenant) => tenant.name,
  );
  for await (const tenant of tenants) {
    if (tenant.name === name) return loadTenant(deps, tenant);
    if (tenant.disabled_at === null && tenant.created_at < (oldest?.created_at ?? Number.POSITIVE_INFINITY)) {
      oldest = tenant;
    }
  }
  if (oldest === null) return null;
  if (name !== null)
    throw notFound(
      name === deps.config.bootstrap.tenant ? 'bootstrap.tenant' : 'tenant',
      `There is no tenant ${name}.`,
    );
  return loadTenant(deps, oldest);
}
