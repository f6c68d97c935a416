import { type ApiCall, callApi } from '../../sample/api-call.ts';
import type { SampleAppOptions } from '../../sample/options.ts';
import { isRefusal } from '../../sample/problems.ts';
import type { StepKind } from './explanations.ts';
import { obolProblems } from './problems.ts';
import type { Invoice, ObolVisit, Session } from './session.ts';
import { obolFetch, requestTokens } from './wire.ts';

export interface PaymentsCall extends Omit<ApiCall<StepKind>, 'url' | 'allowed'> {
  /** At the API. */
  readonly path: string;
  /** What the visitor must have allowed. */
  readonly scope: string;
}

/** What the API allowed, null if it did not. */
export function callPayments(
  options: SampleAppOptions,
  visit: ObolVisit,
  session: Session,
  { path, scope, ...call }: PaymentsCall,
): Promise<unknown> {
  const caller = {
    visit,
    problems: obolProblems(options.issuer),
    fetch: (kind: StepKind) => obolFetch(options, visit.timeline, kind),
    accessToken: () => session.tokens.access_token,
    renew: session.tokens.refresh_token === null ? null : () => refresh(options, visit, session),
  };
  return callApi(caller, { ...call, url: `${options.api}${path}`, allowed: session.tokens.scope.includes(scope) });
}

/** Brings what the session knows of the invoices up to date, if the API allows it. */
export async function listInvoices(options: SampleAppOptions, visit: ObolVisit, session: Session): Promise<void> {
  const body = (await callPayments(options, visit, session, {
    title: 'Listing your invoices',
    kind: 'list',
    method: 'GET',
    path: '/v2/invoices',
    scope: 'INVOICE.READ',
  })) as { invoices?: readonly Invoice[] } | null;
  if (body !== null) session.invoices = body.invoices ?? [];
}

/** Whether it worked; if not, the visit says why, and a session that Xendit has ended is over here too. */
export async function refresh(options: SampleAppOptions, visit: ObolVisit, session: Session): Promise<boolean> {
  const { client_id, client_secret } = options;
  const { refresh_token } = session.tokens;
  if (refresh_token === null) {
    visit.notice = {
      tone: 'bad',
      title: 'Obol has no refresh token.',
      body: 'You unticked “Keep access while you are away”. It has to ask you again when the access token expires.',
    };
    return false;
  }
  try {
    const body = { refresh_token, client_id, client_secret };
    session.tokens = await requestTokens(options, visit.timeline, { kind: 'refresh', body });
    return true;
  } catch (error) {
    visit.notice = obolProblems(options.issuer).backChannelFailed(error);
    if (isRefusal(error) && error.error === 'INVALID_GRANT_ERROR') visit.session = null;
    return false;
  }
}
