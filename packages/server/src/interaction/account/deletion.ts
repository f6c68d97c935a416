import type { Parameters } from '@xenia/protocol/parameters';
import { deleteAccount as remove } from '../../accounts/goodbye.ts';
import type { Exchange } from '../../exchange.ts';
import { seeOther } from '../../http/responses.ts';
import { usesOrganizations } from '../../organizations/installation.ts';
import { wholeList } from '../../storage/every-page.ts';
import type { OrganizationRole } from '../../storage/organization-records.ts';
import { recordEvent } from '../../storage/record-event.ts';
import type { UserRecord } from '../../storage/records.ts';
import { pageContext } from '../advance.ts';
import { listInstalled } from '../apps-installed.ts';
import { mailOccasion } from '../mail-occasion.ts';
import { deletedPage } from '../pages/account-deleted.ts';
import { type DeletionView, deletionPage as page } from '../pages/account-deletion.ts';
import { isProvedFor } from '../recent-proof.ts';
import { endSession, type SignedIn } from '../session.ts';
import { signInUrl } from '../sign-in.ts';
import type { AccountPage } from './account-page.ts';
import { confirmPassword, type PasswordProblem } from './confirm-password.ts';
import { sessionsOf } from './devices.ts';
import { DELETION_PATH } from './paths.ts';
import { accountResponse } from './respond.ts';
import { signedOutResponse } from './signed-out.ts';

export const deletionPage: AccountPage = { show: (exchange, signedIn) => show(exchange, signedIn), answer };

type Problem = (PasswordProblem | { readonly error: 'last_operator'; readonly status: number }) & {
  readonly retryAfter?: number;
};

/** Says what will break before it does. */
async function show(exchange: Exchange, signedIn: SignedIn, problem?: Problem): Promise<Response> {
  const [apps, sessions, organizations] = await Promise.all([
    listInstalled(exchange, signedIn.user.sub),
    sessionsOf(exchange, signedIn),
    ownedAlone(exchange, signedIn.user),
  ]);
  const render = page({
    apps: apps
      .filter(({ families }) => families.length > 0)
      .map(({ client }) => client.metadata.client_name)
      .sort(),
    sessions: sessions.length,
    organizations,
    proof: await neededProof(exchange, signedIn),
    problem,
  });
  if (problem === undefined) return accountResponse(exchange, signedIn, render);
  const { status, retryAfter } = problem;
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return accountResponse(exchange, signedIn, render, { status, headers });
}

/** Organizations that nobody else owns, by what becomes of them, as UserStore.delete has it. Names in their order. */
async function ownedAlone({ deps, tenant }: Exchange, { sub }: UserRecord): Promise<DeletionView['organizations']> {
  const names = { inherited: [] as string[], deleted: [] as string[] };
  if (!usesOrganizations(tenant)) return names;
  const { tenant_id } = tenant;
  const { organizations } = deps.storage;
  const others = async (org_id: string, roles: OrganizationRole[] | null) =>
    (await organizations.members({ tenant_id, org_id }, roles, { after: null, limit: 2 })).some(
      (one) => one.sub !== sub,
    );
  const mine = await wholeList(
    (page) => organizations.listOfUser(tenant_id, sub, page),
    ({ organization }) => organization.org_id,
  );
  for (const { organization, role } of mine) {
    const { org_id, name } = organization;
    if (role !== 'owner' || (await others(org_id, ['owner']))) continue;
    names[(await others(org_id, null)) ? 'inherited' : 'deleted'].push(name);
  }
  return { inherited: names.inherited.sort(), deleted: names.deleted.sort() };
}

/**
 * Somebody who only found a browser open must not be able to do it, nor one who knows no more than the password where that is not
 * enough to sign in.
 */
async function neededProof(exchange: Exchange, signedIn: SignedIn): Promise<DeletionView['proof']> {
  const { deps, tenant } = exchange;
  const { sub, password_hash } = signedIn.user;
  const factors = await deps.storage.credentials.factors(tenant.tenant_id, sub);
  const isPasswordAlone = password_hash !== null && factors.passkeys === 0 && !factors.totp;
  if (!isPasswordAlone && (await isProvedFor(exchange, signedIn)) !== 'proved') return 'sign_in';
  return password_hash === null ? 'none' : 'password';
}

async function answer(exchange: Exchange, signedIn: SignedIn, form: Parameters): Promise<Response> {
  const proof = await neededProof(exchange, signedIn);
  if (proof === 'sign_in') return seeOther(signInUrl(exchange, DELETION_PATH, true));
  if (proof === 'password') {
    const problem = await confirmPassword(exchange, signedIn, form.get('password') ?? '');
    if (problem !== null) return show(exchange, signedIn, problem);
  }
  return deleteAccount(exchange, signedIn);
}

async function deleteAccount(exchange: Exchange, signedIn: SignedIn): Promise<Response> {
  const { user, session } = signedIn;
  const { deps, tenant, log } = exchange;
  const { sub } = user;
  // There is nothing left to get back into.
  const { link: _, ...occasion } = mailOccasion(exchange);
  const { locale } = pageContext(exchange);
  const ended = await remove(deps, tenant, user, { initiating_entity: 'user', occasion, locale });
  if (ended === 'last_operator') return show(exchange, signedIn, { error: 'last_operator', status: 409 });
  if (ended !== null) {
    await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'user.deleted', sub });
    log.info({ event: 'user_deleted', sub }, 'user deleted');
  }
  // There is nothing left to end; this forgets the cookies.
  const { cookies } = await endSession(exchange);
  const here = ended?.find(({ sid }) => sid === session.sid) ?? null;
  return signedOutResponse(exchange, here, cookies, deletedPage);
}
