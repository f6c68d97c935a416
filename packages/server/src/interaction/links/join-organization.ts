import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { seeOther } from '../../http/responses.ts';
import { usesOrganizations } from '../../organizations/installation.ts';
import {
  acceptInvitation,
  type FoundInvitation,
  findInvitation,
  ticketForInvited,
} from '../../organizations/invitations.ts';
import { organizationPath } from '../../organizations/paths.ts';
import type { OrganizationRecord } from '../../storage/organization-records.ts';
import { ORGANIZATIONS_PATH, pageUrl } from '../account/paths.ts';
import { done } from '../account/respond.ts';
import { signedOutResponse } from '../account/signed-out.ts';
import { pageContext } from '../advance.ts';
import { browserOf, csrfToken } from '../browser.ts';
import { messagesFor } from '../pages/messages/index.ts';
import { type JoinView, joinOrganizationPage } from '../pages/organizations-join.ts';
import { pageResponse, pageView } from '../pages/page-response.ts';
import { signedOutPage } from '../pages/signed-out.ts';
import { currentSession, endSession, type SignedIn } from '../session.ts';
import { signInUrl } from '../sign-in.ts';
import { LINK_FORM, linkPageUrl } from './link-state.ts';
import { showNotice, showOver } from './notices.ts';

type ReadyInvitation = Extract<FoundInvitation, { outcome: 'ready' }>;

/** What the page's form can ask for. */
const ANSWERS: ReadonlyMap<
  string,
  (exchange: Exchange, found: ReadyInvitation, signedIn: SignedIn | null) => Promise<Response>
> = new Map([
  ['accept', accept],
  ['sign_up', signUp],
  ['switch', switchAccount],
]);

/** The link of an invitation to an organization. Opening it changes nothing: only the form of its page makes a member. */
export async function respondToInvitation(
  exchange: Exchange,
  secret: string,
  form: Parameters | null,
): Promise<Response> {
  const { deps, tenant } = exchange;
  const found = usesOrganizations(tenant)
    ? await findInvitation(deps, tenant, secret)
    : { outcome: 'unknown' as const };
  if (found.outcome === 'unknown') return showOver(exchange, 'unknown');
  if (found.outcome === 'used') return showUsed(exchange, found.organization);
  const signedIn = await currentSession(exchange);
  const answer = ANSWERS.get(form?.get('action') ?? '');
  return answer === undefined ? show(exchange, found, signedIn) : answer(exchange, found, signedIn);
}

function show(exchange: Exchange, found: ReadyInvitation, signedIn: SignedIn | null): Response {
  const browser = browserOf(exchange);
  const { invitation, organization } = found;
  const page = joinOrganizationPage({
    ...pageView(pageContext(exchange)),
    action: pageUrl(exchange, exchange.path),
    csrf: csrfToken(exchange, browser, LINK_FORM),
    name: organization.name,
    role: invitation.role,
    email: invitation.email,
    step: stepOf(exchange, found, signedIn),
    signed_in_as: signedIn?.user.email ?? '',
    sign_in_url: signInUrl(exchange, exchange.path),
  });
  return pageResponse(page, { cookies: browser.cookies });
}

function stepOf({ tenant }: Exchange, { invited }: ReadyInvitation, signedIn: SignedIn | null): JoinView['step'] {
  if (signedIn !== null) return signedIn.user.sub === invited?.sub ? 'accept' : 'switch';
  if (invited !== null) return 'sign_in';
  return tenant.settings.signUp === 'closed' ? 'no_account' : 'sign_up';
}

async function accept(exchange: Exchange, found: ReadyInvitation, signedIn: SignedIn | null): Promise<Response> {
  if (signedIn === null) return show(exchange, found, null);
  const { deps, tenant } = exchange;
  const accepted = await acceptInvitation(deps, tenant, found.invitation, signedIn.user);
  exchange.log.info({ event: 'invitation_answered', outcome: accepted.outcome, sub: signedIn.user.sub }, 'invitation');
  if (accepted.outcome === 'used') return showUsed(exchange, found.organization);
  if (accepted.outcome === 'unknown') return showOver(exchange, 'unknown');
  if (accepted.outcome === 'other_address') return show(exchange, found, signedIn);
  return done(exchange, signedIn, organizationPath(accepted.organization.org_id), accepted.outcome);
}

/** On to the page on which an account is made, and from there back to this one. */
async function signUp(exchange: Exchange, found: ReadyInvitation, signedIn: SignedIn | null): Promise<Response> {
  const { deps, tenant } = exchange;
  if (stepOf(exchange, found, signedIn) !== 'sign_up') return show(exchange, found, signedIn);
  const browser = browserOf(exchange);
  const onward = { continue: exchange.path, browser_hash: browser.hash };
  const secret = await ticketForInvited(deps, tenant, found.invitation, onward);
  return seeOther(linkPageUrl(exchange, browser, secret), browser.cookies);
}

async function switchAccount(exchange: Exchange): Promise<Response> {
  const { ended, cookies } = await endSession(exchange);
  const sign_in_uri = signInUrl(exchange, exchange.path);
  return signedOutResponse(exchange, ended, cookies, (view) => signedOutPage({ ...view, sign_in_uri }));
}

function showUsed(exchange: Exchange, { name }: OrganizationRecord): Response {
  const { join } = messagesFor(pageContext(exchange).locale).organizations;
  const onward = { url: pageUrl(exchange, ORGANIZATIONS_PATH), label: join.used.onward };
  const { heading, body } = join.used;
  return showNotice(exchange, { tone: 'good', heading, body: body(name), onward }, { status: 410 });
}
