import type { Exchange } from '../../exchange.ts';
import type { SignedIn } from '../session.ts';
import type { AccountPage } from './account-page.ts';
import { approvalPage, withdrawApprovalPage } from './organizations-approval.ts';
import { appPage, appsPage, endInstallationPage, uninstallPage } from './organizations-apps.ts';
import { deletePage, leavePage } from './organizations-ending.ts';
import { invitationsPage } from './organizations-invitations.ts';
import { memberPage, membersPage, removeMemberPage, rolePage } from './organizations-members.ts';
import { onePage, renamePage } from './organizations-one.ts';
import { type OrganizationPage, seatAt } from './organizations-seat.ts';
import { ORGANIZATIONS_PATH } from './paths.ts';

/** By the rest of the path behind the organization; `:` stands for whom or what it names. */
const PAGES: ReadonlyMap<string, OrganizationPage> = new Map([
  ['', onePage],
  ['rename', renamePage],
  ['leave', leavePage],
  ['delete', deletePage],
  ['members', membersPage],
  ['members/:', memberPage],
  ['members/:/role', rolePage],
  ['members/:/remove', removeMemberPage],
  ['invitations', invitationsPage],
  ['apps', appsPage],
  ['apps/:', appPage],
  ['apps/:/uninstall', uninstallPage],
  ['apps/:/end', endInstallationPage],
  ['apps/:/decide', approvalPage],
  ['apps/:/withdraw', withdrawApprovalPage],
]);

/** `/account/organizations/{org_id}` and what is below it, whether or not there is such an organization. */
export function findOrganizationPage(path: string): AccountPage | undefined {
  if (!path.startsWith(`${ORGANIZATIONS_PATH}/`)) return undefined;
  const [org_id = '', ...rest] = path
    .slice(ORGANIZATIONS_PATH.length + 1)
    .split('/')
    .map(decode);
  const page = PAGES.get(rest.map((segment, index) => (index === 1 ? ':' : segment)).join('/'));
  if (page === undefined) return undefined;
  const { show, answer } = page;
  const seat = (exchange: Exchange, signedIn: SignedIn) =>
    seatAt(exchange, signedIn, { org_id, id: rest[1] ?? '', least: page.for });
  return {
    ...(show && { show: async (exchange, signedIn) => show(exchange, await seat(exchange, signedIn)) }),
    ...(answer && {
      answer: async (exchange, signedIn, form) => answer(exchange, await seat(exchange, signedIn), form),
    }),
  };
}

/** What is not well-formed names nothing. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
