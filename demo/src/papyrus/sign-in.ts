import * as client from 'openid-client';
import { describeRequest } from './back-channel.ts';
import { connect } from './connect.ts';
import { APP, ISSUER, YOU } from './names.ts';
import type { PapyrusOptions } from './options.ts';
import { signInFailed } from './problems.ts';
import type { StepKind } from './timeline.ts';
import { addPending, type PendingSignIn, type Session, type Visit } from './visits.ts';

const SCOPE = 'openid profile email offline_access notes.read notes.write';

/** Begins a sign-in. Returns where to send the browser. Throws what fetch and openid-client throw. */
export async function beginSignIn(options: PapyrusOptions, visit: Visit): Promise<string> {
  visit.timeline.begin('Sign in');
  const config = await connect(options, visit.timeline);
  const state = client.randomState();
  const nonce = client.randomNonce();
  const code_verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: `${options.app}/callback`,
    scope: SCOPE,
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(code_verifier),
    code_challenge_method: 'S256',
  });
  addPending(visit, state, { config, code_verifier, nonce });
  visit.timeline.add({
    kind: 'authorization',
    channel: 'browser',
    from: APP,
    to: ISSUER,
    request: describeRequest(url.href, 'GET'),
    answer: { status: null, summary: 'A page of Xenia’s, for you.', parts: [] },
  });
  return url.href;
}

/** Takes the answer of an authorization request; what became of it stands in the visit. */
export async function finishSignIn(options: PapyrusOptions, visit: Visit, received: URL): Promise<void> {
  const url = new URL(`${options.app}${received.pathname}${received.search}`);
  const state = url.searchParams.get('state') ?? '';
  const pending = visit.pending.get(state);
  if (pending === undefined) return turnAway(visit, url);
  visit.pending.delete(state);
  const refused = url.searchParams.has('error');
  visit.timeline.add({ kind: 'at_issuer', channel: 'unseen', from: YOU, to: ISSUER, request: null, answer: null });
  addArrival(visit, refused ? 'callback_refused' : 'callback', {
    from: ISSUER,
    url,
    summary: refused ? 'Papyrus stays signed out.' : 'Papyrus takes the next steps, then shows you its page.',
  });
  try {
    visit.session = await redeem(pending, state, url);
    visit.notice = null;
  } catch (error) {
    visit.notice = signInFailed(error);
  }
}

/** Back from Xenia after signOut(). Anybody can link here, so it changes nothing. */
export function arriveSignedOut({ app }: PapyrusOptions, visit: Visit): void {
  if (visit.session !== null || visit.timeline.chapters.at(-1)?.steps.at(-1)?.kind !== 'logout') return;
  addArrival(visit, 'signed_out', { from: ISSUER, url: new URL(`${app}/signed-out`) });
  visit.notice = {
    tone: 'good',
    title: 'You are signed out, here and at Xenia.',
    body: 'What you allowed is remembered: next time Xenia asks only for your password.',
  };
}

/** RFC 9700 §2.1: an answer that this browser did not ask for (CSRF), or had already. */
function turnAway(visit: Visit, url: URL): void {
  visit.timeline.begin('An answer out of nowhere');
  const summary = 'Nothing was sent to Xenia, nobody was signed in.';
  addArrival(visit, 'callback_forged', { from: 'Somebody', url, summary });
  visit.notice = {
    tone: 'bad',
    title: 'Papyrus turned away an answer that it never asked for.',
    body: 'Its state was not made in this browser, or was used already. Nothing has changed. If you were signing in, start again.',
  };
}

/** A request that came to Papyrus through the browser. */
function addArrival(
  { timeline }: Visit,
  kind: StepKind,
  { from, url, summary }: { from: string; url: URL; summary?: string },
): void {
  const answer = summary === undefined ? null : { status: null, summary, parts: [] };
  timeline.add({ kind, channel: 'browser', from, to: APP, request: describeRequest(url.href, 'GET'), answer });
}

async function redeem({ config, code_verifier, nonce }: PendingSignIn, state: string, url: URL): Promise<Session> {
  const tokens = await client.authorizationCodeGrant(config, url, {
    pkceCodeVerifier: code_verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const sub = tokens.claims()?.sub ?? '';
  const { name, email } = await client.fetchUserInfo(config, tokens.access_token, sub);
  return {
    config,
    tokens: {
      access_token: tokens.access_token,
      id_token: tokens.id_token ?? '',
      refresh_token: tokens.refresh_token ?? null,
      scope: (tokens.scope ?? SCOPE).split(' '),
    },
    person: { sub, name: name ?? null, email: email ?? null },
    notes: null,
  };
}
