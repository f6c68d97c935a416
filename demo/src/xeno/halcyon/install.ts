import { randomBytes } from 'node:crypto';
import { describeRequest } from '../../sample/back-channel.ts';
import type { SampleAppOptions } from '../../sample/options.ts';
import { YOU } from '../../sample/parties.ts';
import { RefusedError } from '../../sample/problems.ts';
import { addPending, takePending } from '../../sample/visits.ts';
import type { StepKind } from './explanations.ts';
import { askIssuer } from './issuer-calls.ts';
import { PARTIES, PROBLEMS } from './parties.ts';
import type { HalcyonVisit, Installed } from './session.ts';

const SCOPE = 'widgets faqs conversations';

/** Begins an installation. Returns where to send the browser. */
export function beginInstallation({ issuer, client_id }: SampleAppOptions, visit: HalcyonVisit): string {
  visit.timeline.begin('Install');
  const state = randomBytes(24).toString('base64url');
  const url = `${issuer}/oauth/authorize?${new URLSearchParams({ client_id, scope: SCOPE, state })}`;
  addPending(visit.pending, state, { state });
  visit.timeline.add({
    kind: 'authorization',
    channel: 'browser',
    from: PARTIES.app,
    to: PARTIES.issuer,
    request: describeRequest(url, 'GET'),
    answer: { status: null, summary: 'A page of Xeno’s, for you.', parts: [] },
  });
  return url;
}

/** Takes the answer of an authorization request; what became of it stands in the visit. */
export async function finishInstallation(
  options: SampleAppOptions,
  visit: HalcyonVisit,
  answer: URLSearchParams,
): Promise<void> {
  if (takePending(visit.pending, answer.get('state') ?? '') === undefined) return turnAway(options, visit, answer);
  visit.timeline.add({
    kind: 'at_issuer',
    channel: 'unseen',
    from: YOU,
    to: PARTIES.issuer,
    request: null,
    answer: null,
  });
  const refused = answer.has('error');
  addArrival(options, visit, answer, {
    kind: refused ? 'callback_refused' : 'callback',
    from: PARTIES.issuer,
    summary: refused ? 'Nothing is installed.' : 'Halcyon takes the next steps, then shows you its page.',
  });
  const before = visit.session;
  try {
    visit.session = await install(options, visit, answer);
    visit.notice = null;
    // What it replaces, after a second tab, would not end by being forgotten.
    if (before?.status === 'installed') {
      await askIssuer(options, visit.timeline, 'revoke', { token: before.access_token });
    }
  } catch (error) {
    visit.notice = PROBLEMS.signInFailed(error);
  }
}

/** RFC 9700 §2.1: an answer that this browser did not ask for (CSRF), or had already. */
function turnAway(options: SampleAppOptions, visit: HalcyonVisit, answer: URLSearchParams): void {
  visit.timeline.begin('An answer out of nowhere');
  const summary = 'Nothing was sent to Xeno, nothing was installed.';
  addArrival(options, visit, answer, { kind: 'callback_forged', from: 'Somebody', summary });
  visit.notice = PROBLEMS.turnedAway;
}

/** A request that came to Halcyon through the browser. */
function addArrival(
  { app }: SampleAppOptions,
  { timeline }: HalcyonVisit,
  query: URLSearchParams,
  { kind, from, summary }: { kind: StepKind; from: string; summary: string },
): void {
  const request = describeRequest(`${app}/callback?${query}`, 'GET');
  const answer = { status: null, summary, parts: [] };
  timeline.add({ kind, channel: 'browser', from, to: PARTIES.app, request, answer });
}

async function install(
  options: SampleAppOptions,
  { timeline }: HalcyonVisit,
  answer: URLSearchParams,
): Promise<Installed> {
  // RFC 9207 §2.4: whoever else says so, it was not the issuer that we asked.
  if (answer.get('iss') !== options.issuer) throw new Error('it comes from another issuer');
  const error = answer.get('error');
  if (error !== null) throw new RefusedError(error, answer.get('error_description') ?? undefined);
  const { access_token, scope } = await askIssuer(options, timeline, 'token', { code: answer.get('code') ?? '' });
  if (typeof access_token !== 'string' || typeof scope !== 'string') throw new Error('it has no token');
  const { active, sub } = await askIssuer(options, timeline, 'introspect', { token: access_token });
  if (active !== true || typeof sub !== 'string') throw new Error('its token is not active');
  return {
    status: 'installed',
    access_token,
    scope: scope.split(' '),
    sub,
    since: options.clock(),
    desk: null,
  };
}
