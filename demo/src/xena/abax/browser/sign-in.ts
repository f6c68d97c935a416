import { describeRequest } from '../../../sample/back-channel.ts';
import { YOU } from '../../../sample/parties.ts';
import { shown } from '../../../sample/secrets.ts';
import type { SentRequest } from '../../../sample/timeline.ts';
import type { AbaxKind } from '../explanations.ts';
import { PARTIES, PROBLEMS } from '../parties.ts';
import { authorizationUrl, openSession, random, takeNonce } from './authorization.ts';
import { discover } from './issuer.ts';
import type { AbaxState, Session } from './state.ts';

/** Begins a sign-in. Returns where to send the browser. Throws what fetch throws. */
export async function beginSignIn(state: AbaxState): Promise<string> {
  state.timeline.begin('Sign in');
  state.metadata = null;
  const url = await authorizationUrl(state, { redirect_uri: `${state.options.app}/` });
  addStep(state, 'authorization', describeRequest(url, 'GET'), `A page of ${PARTIES.issuer}’s, for you.`);
  return url;
}

/** Takes the answer of an authorization request; what became of it stands in the state. */
export async function finishSignIn(state: AbaxState, answer: URLSearchParams): Promise<void> {
  const nonce = takeNonce(state, answer);
  const request = describeFragment(`${state.options.app}/`, answer);
  if (nonce === undefined) {
    state.timeline.begin('An answer out of nowhere');
    addStep(state, 'callback_forged', request, 'Nothing was sent anywhere, nobody was signed in.', 'Somebody');
    state.notice = PROBLEMS.turnedAway;
    return;
  }
  const refused = answer.has('error');
  const { issuer } = PARTIES;
  state.timeline.add({ kind: 'at_issuer', channel: 'unseen', from: YOU, to: issuer, request: null, answer: null });
  const summary = refused ? 'Abax stays signed out.' : 'Abax checks every word of it before it believes any.';
  addStep(state, refused ? 'callback_refused' : 'callback', request, summary, issuer);
  try {
    state.session = await openSession(state, answer, nonce);
    state.notice = null;
  } catch (error) {
    state.notice = PROBLEMS.signInFailed(error);
  }
}

/** Ends the session here; returns where the browser goes to end it at the issuer. Throws what fetch throws. */
export async function beginSignOut(state: AbaxState, { id_token }: Session): Promise<string> {
  state.timeline.begin('Sign out');
  state.session = null;
  const url = new URL((await discover(state)).end_session_endpoint);
  state.leaving = random();
  url.searchParams.set('id_token_hint', id_token);
  url.searchParams.set('post_logout_redirect_uri', `${state.options.app}/`);
  url.searchParams.set('state', state.leaving);
  addStep(state, 'logout', describeRequest(url.href, 'GET'));
  return url.href;
}

/** Back from the issuer after beginSignOut(). Anybody can link here, so it says nothing without our state. */
export function arriveSignedOut(state: AbaxState, answer: URLSearchParams): void {
  if (state.leaving === null || answer.get('state') !== state.leaving) return;
  state.leaving = null;
  addStep(state, 'signed_out', describeRequest(`${state.options.app}/?${answer}`, 'GET'), undefined, PARTIES.issuer);
  if (state.session !== null) return;
  state.notice = {
    tone: 'good',
    title: `You are signed out, here and at ${PARTIES.issuer}.`,
    body: `What you allowed is remembered: next time ${PARTIES.issuer} asks only for your password.`,
  };
}

/** An answer behind the #, which the browser sends to no server. */
export function describeFragment(url: string, answer: URLSearchParams): SentRequest {
  const fields = [...answer].map(([name, value]) => [name, shown(name, value)] as const);
  return { method: 'GET', url, parts: [{ title: 'Fragment', fields }] };
}

/** A step through the browser: from the app to the issuer, or from somebody to the app. */
export function addStep(
  { timeline }: AbaxState,
  kind: AbaxKind,
  request: SentRequest,
  summary?: string,
  from = PARTIES.app,
): void {
  const to = from === PARTIES.app ? PARTIES.issuer : PARTIES.app;
  const answer = summary === undefined ? null : { status: null, summary, parts: [] };
  timeline.add({ kind, channel: 'browser', from, to, request, answer });
}
