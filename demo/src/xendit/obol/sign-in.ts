import { randomBytes } from 'node:crypto';
import { describeRequest } from '../../sample/back-channel.ts';
import { decodeToken } from '../../sample/claim-notes.ts';
import type { SampleAppOptions } from '../../sample/options.ts';
import { YOU } from '../../sample/parties.ts';
import { RefusedError } from '../../sample/problems.ts';
import { addPending, takePending } from '../../sample/visits.ts';
import type { StepKind } from './explanations.ts';
import { listInvoices } from './invoices.ts';
import { PARTIES } from './parties.ts';
import { obolProblems } from './problems.ts';
import type { ObolVisit, Session } from './session.ts';
import { authorizationUrl, requestTokens } from './wire.ts';

/** Begins a sign-in. Returns where to send the browser. */
export function beginSignIn(options: SampleAppOptions, visit: ObolVisit): string {
  visit.timeline.begin('Login with Xendit');
  // The document has no state; without it anybody could send a visitor here with a code of their own.
  const state = randomBytes(24).toString('base64url');
  // Nor a redirect_uri: one is registered, so that is where Xendit sends the browser.
  const url = authorizationUrl(options, { state });
  addPending(visit.pending, state, true);
  visit.timeline.add({
    kind: 'authorization',
    channel: 'browser',
    from: PARTIES.app,
    to: PARTIES.issuer,
    request: describeRequest(url, 'GET'),
    answer: { status: null, summary: 'A page of Xendit’s, for you.', parts: [] },
  });
  return url;
}

/** Takes the answer of an authorization request; what became of it stands in the visit. */
export async function finishSignIn(
  options: SampleAppOptions,
  visit: ObolVisit,
  answer: URLSearchParams,
): Promise<void> {
  const url = `${options.app}/callback?${answer}`;
  // RFC 9207: an answer that names another issuer is not the one that was asked for.
  const iss = answer.get('iss') ?? options.issuer;
  const pending = takePending(visit.pending, answer.get('state') ?? '');
  if (pending === undefined || iss !== options.issuer) return turnAway(options, visit, url);
  const refused = answer.has('error');
  visit.timeline.add({
    kind: 'at_issuer',
    channel: 'unseen',
    from: YOU,
    to: PARTIES.issuer,
    request: null,
    answer: null,
  });
  addArrival(visit, refused ? 'callback_refused' : 'callback', {
    from: PARTIES.issuer,
    url,
    summary: refused ? 'Obol stays signed out.' : 'Obol takes the next steps, then shows you its page.',
  });
  try {
    const session = await redeem(options, visit, answer);
    visit.session = session;
    visit.notice = null;
    if (session.tokens.scope.includes('INVOICE.READ')) await listInvoices(options, visit, session);
  } catch (error) {
    visit.notice = obolProblems(options.issuer).signInFailed(error);
  }
}

/** RFC 9700 §2.1: an answer that this browser did not ask for (CSRF), or had already. */
function turnAway({ issuer }: SampleAppOptions, visit: ObolVisit, url: string): void {
  visit.timeline.begin('An answer out of nowhere');
  const summary = 'Nothing was sent to Xendit, nobody was signed in.';
  addArrival(visit, 'callback_forged', { from: 'Somebody', url, summary });
  visit.notice = obolProblems(issuer).turnedAway;
}

/** A request that came to Obol through the browser. */
function addArrival(
  { timeline }: ObolVisit,
  kind: StepKind,
  { from, url, summary }: { from: string; url: string; summary: string },
): void {
  const answer = { status: null, summary, parts: [] };
  timeline.add({ kind, channel: 'browser', from, to: PARTIES.app, request: describeRequest(url, 'GET'), answer });
}

async function redeem(options: SampleAppOptions, visit: ObolVisit, answer: URLSearchParams): Promise<Session> {
  const code = answer.get('code');
  if (code === null)
    throw new RefusedError(answer.get('error') ?? 'no code', answer.get('error_description') ?? undefined);
  const body = { code, client_secret: options.client_secret };
  const tokens = await requestTokens(options, visit.timeline, { kind: 'code_exchange', body });
  // Anybody could have written what stands in the code; that Xendit took it says that it was theirs.
  const name = decodeToken(code)?.claims.name;
  return { code, tokens, person: { name: typeof name === 'string' ? name : null }, invoices: null };
}
