import * as client from 'openid-client';
import { describeRequest } from './back-channel.ts';
import { connect } from './connect.ts';
import { APP, ISSUER, YOU } from './names.ts';
import type { PapyrusOptions } from './options.ts';
import { signInFailed } from './problems.ts';
import { addPending, type Session, type Visit } from './visits.ts';

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
export async function finishSignIn(options: PapyrusOptions, visit: Visit, url: URL): Promise<void> {
  const state = url.searchParams.get('state') ?? '';
  const pending = visit.pending.get(state);
  const request = describeRequest(`${options.app}${url.pathname}${url.search}`, 'GET');
  if (pending === undefined) {
    visit.timeline.begin('An answer out of nowhere');
    visit.timeline.add({
      kind: 'callback_forged',
      channel: 'browser',
      from: 'Somebody',
      to: APP,
      request,
      answer: { status: null, summary: 'Nothing was sent to Xenia, nobody was signed in.', parts: [] },
    });
    visit.notice = {
      tone: 'bad',
      title: 'Papyrus turned away an answer that it never asked for.',
      body: 'The state in it was not made in this browser, or was used already. Nothing has changed. If you were signing in, start again.',
    };
    return;
  }
  visit.pending.delete(state);
  const refused = url.searchParams.has('error');
  visit.timeline.add({ kind: 'at_issuer', channel: 'unseen', from: YOU, to: ISSUER, request: null, answer: null });
  visit.timeline.add({
    kind: refused ? 'callback_refused' : 'callback',
    channel: 'browser',
    from: ISSUER,
    to: APP,
    request,
    answer: {
      status: null,
      summary: refused ? 'Papyrus stays signed out.' : 'Papyrus goes on with the next steps, then shows you its page.',
      parts: [],
    },
  });
  try {
    visit.session = await redeem(pending, state, new URL(`${options.app}${url.pathname}${url.search}`));
    visit.notice = null;
  } catch (error) {
    visit.notice = signInFailed(error);
  }
}

async function redeem(
  { config, code_verifier, nonce }: { config: client.Configuration; code_verifier: string; nonce: string },
  state: string,
  url: URL,
): Promise<Session> {
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
