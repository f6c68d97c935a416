import { damage } from '../../sample/api-call.ts';
import type { SampleAppOptions } from '../../sample/options.ts';
import type { Action } from '../../sample/routes.ts';
import { EnvelopeError, linkOf } from './envelope.ts';
import type { StepKind } from './explanations.ts';
import { callPayments, listInvoices, refresh } from './invoices.ts';
import { obolProblems } from './problems.ts';
import type { Invoice, ObolVisit, PendingSignIn, Session } from './session.ts';
import { ask, authorizationUrl } from './wire.ts';

type ObolAction = Action<Session, PendingSignIn, StepKind>;

/** What a signed-in visitor can make Obol do, by the path that their form is posted to. */
export function actions(options: SampleAppOptions): Readonly<Record<string, ObolAction>> {
  return {
    async list(visit, session) {
      visit.timeline.begin('List the invoices');
      await listInvoices(options, visit, session);
    },
    async create(visit, session, form) {
      visit.timeline.begin('Create an invoice');
      const made = (await callPayments(options, visit, session, {
        title: 'Creating an invoice',
        kind: 'create',
        method: 'POST',
        path: '/v2/invoices',
        scope: 'INVOICE.WRITE',
        body: { amount: Number(form.get('amount')), description: form.get('description') ?? '' },
      })) as Invoice | null;
      if (made === null) return;
      await listInvoices(options, visit, session);
      visit.notice ??= { tone: 'good', title: `${made.id} is on its way.`, body: `“${made.description}” is open now.` };
    },
    async refresh(visit, session) {
      visit.timeline.begin('Get fresh tokens');
      if (!(await refresh(options, visit, session))) return;
      const body = 'Without a question to you: compare the times of the access token below.';
      visit.notice = { tone: 'good', title: 'Obol has fresh tokens.', body };
    },
    async balance(visit, session) {
      visit.timeline.begin('Try to see the balance');
      await callPayments(options, visit, session, {
        title: 'Seeing your balance',
        kind: 'overreach',
        method: 'GET',
        path: '/v2/balance',
        scope: 'BALANCE.READ',
      });
    },
    async damaged(visit, session) {
      visit.timeline.begin('Use a damaged token');
      await callPayments(options, visit, session, {
        title: 'Listing with a damaged token',
        kind: 'damaged',
        method: 'GET',
        path: '/v2/invoices',
        scope: 'INVOICE.READ',
        access_token: damage(session.tokens.access_token),
      });
    },
    program: (visit) => askAsProgram(options, visit),
  };
}

/** The document's request with its JSON answer, from a server: no cookies of the visitor's go along. */
async function askAsProgram(options: SampleAppOptions, visit: ObolVisit): Promise<void> {
  visit.timeline.begin('Ask as a program');
  try {
    await ask(options, visit.timeline, { kind: 'program', url: authorizationUrl(options) });
  } catch (error) {
    if (!(error instanceof EnvelopeError) || error.error !== 'LOGIN_REQUIRED') {
      visit.notice = obolProblems(options.issuer).backChannelFailed(error);
      return;
    }
    visit.notice = {
      tone: 'bad',
      title: 'Xendit gives Obol’s server no code: LOGIN_REQUIRED.',
      body: 'It is not signed in there, your browser is. A program gets a code as JSON only where it has the cookies of somebody who has signed in and allowed it.',
      ...linkOf(error.envelope),
    };
  }
}

/** Gives the refresh token back and ends the session here; the document knows no sign-out at Xendit. Returns where the browser goes. */
export async function signOut(options: SampleAppOptions, visit: ObolVisit, session: Session): Promise<string> {
  const { issuer, client_id, client_secret } = options;
  visit.timeline.begin('Sign out');
  visit.session = null;
  const link = { href: `${issuer}/`, label: 'Sign out of Xendit too' };
  const body = 'At Xendit you are still signed in.';
  try {
    const { refresh_token: token } = session.tokens;
    if (token !== null) {
      const url = await revocationEndpoint(options, visit);
      await ask(options, visit.timeline, { kind: 'revocation', url, body: { token, client_id, client_secret } });
    }
    visit.notice = { tone: 'good', title: 'You are signed out of Obol.', body, link };
  } catch (error) {
    // Here the visitor is signed out all the same.
    const problem = obolProblems(issuer).backChannelFailed(error);
    const title = 'You are signed out of Obol, but it could not give its tokens back.';
    visit.notice = { ...problem, title, body: `${problem.title} ${body}` };
  }
  return '/';
}

/** Where tokens are given back stands in the issuer's metadata only. Throws what ask() throws, and Error for metadata of somebody else. */
async function revocationEndpoint(options: SampleAppOptions, visit: ObolVisit): Promise<string> {
  const url = `${options.issuer}/.well-known/openid-configuration`;
  const { issuer, revocation_endpoint } = await ask(options, visit.timeline, { kind: 'discovery', url });
  // The client secret goes there.
  if (issuer !== options.issuer || typeof revocation_endpoint !== 'string')
    throw new Error('another issuer’s metadata');
  return revocation_endpoint;
}
