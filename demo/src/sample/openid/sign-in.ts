import * as client from 'openid-client';
import { describeRequest } from '../back-channel.ts';
import { YOU } from '../parties.ts';
import { shown } from '../secrets.ts';
import { addPending, takePending } from '../visits.ts';
import { connect } from './connect.ts';
import type { OpenIdKind } from './explanations.ts';
import type { OpenIdApp, OpenIdSession, OpenIdVisit, PendingSignIn } from './session.ts';
import { tokensFrom } from './tokens.ts';

/** Begins a sign-in. Returns where to send the browser. Throws what fetch and openid-client throw. */
export async function beginSignIn<Session extends OpenIdSession, Kind extends string>(
  app: OpenIdApp<Session>,
  visit: OpenIdVisit<Session, Kind>,
): Promise<string> {
  const { options, parties, manner } = app;
  visit.timeline.begin('Sign in');
  const config = await connect(app, visit.timeline);
  const state = client.randomState();
  const nonce = client.randomNonce();
  const hybrid = manner.response_type === 'code id_token';
  const code_verifier = hybrid ? null : client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: `${options.app}${manner.callbackPath}`,
    scope: manner.scope,
    state,
    nonce,
    ...(hybrid && { response_mode: 'form_post' }),
    ...(code_verifier !== null && {
      code_challenge: await client.calculatePKCECodeChallenge(code_verifier),
      code_challenge_method: 'S256',
    }),
  });
  addPending(visit.pending, state, { config, code_verifier, nonce });
  visit.timeline.add({
    kind: 'authorization',
    channel: 'browser',
    from: parties.app,
    to: parties.issuer,
    request: describeRequest(url.href, 'GET'),
    answer: { status: null, summary: `A page of ${parties.issuer}’s, for you.`, parts: [] },
  });
  return url.href;
}

/** Takes the answer of an authorization request; what became of it stands in the visit. */
export async function finishSignIn<Session extends OpenIdSession, Kind extends string>(
  app: OpenIdApp<Session>,
  visit: OpenIdVisit<Session, Kind>,
  answer: URLSearchParams,
): Promise<void> {
  const { parties, problems } = app;
  const state = answer.get('state') ?? '';
  const pending = takePending(visit.pending, state);
  if (pending === undefined) return turnAway(app, visit, answer);
  const refused = answer.has('error');
  const { app: name, issuer } = parties;
  visit.timeline.add({ kind: 'at_issuer', channel: 'unseen', from: YOU, to: issuer, request: null, answer: null });
  addArrival(app, visit, refused ? 'callback_refused' : 'callback', {
    from: issuer,
    answer,
    summary: refused ? `${name} stays signed out.` : `${name} takes the next steps, then shows you its page.`,
  });
  try {
    visit.session = app.open(await redeem(app, pending, { state, answer }));
    visit.notice = null;
  } catch (error) {
    visit.notice = problems.signInFailed(error);
  }
}

/** RFC 9700 §2.1: an answer that this browser did not ask for (CSRF), or had already. */
function turnAway<Session extends OpenIdSession, Kind extends string>(
  app: OpenIdApp<Session>,
  visit: OpenIdVisit<Session, Kind>,
  answer: URLSearchParams,
): void {
  visit.timeline.begin('An answer out of nowhere');
  const summary = `Nothing was sent to ${app.parties.issuer}, nobody was signed in.`;
  addArrival(app, visit, 'callback_forged', { from: 'Somebody', answer, summary });
  visit.notice = app.problems.turnedAway;
}

/** The answer as it came to the app through the browser. */
function addArrival<Session extends OpenIdSession, Kind extends string>(
  { options, parties, manner }: OpenIdApp<Session>,
  { timeline }: OpenIdVisit<Session, Kind>,
  kind: OpenIdKind,
  { from, answer, summary }: { from: string; answer: URLSearchParams; summary: string },
): void {
  const url = `${options.app}${manner.callbackPath}`;
  const request =
    manner.response_type === 'code'
      ? describeRequest(`${url}?${answer}`, 'GET')
      : {
          method: 'POST',
          url,
          parts: [{ title: 'Form', fields: [...answer].map(([name, value]) => [name, shown(name, value)] as const) }],
        };
  timeline.add({
    kind,
    channel: 'browser',
    from,
    to: parties.app,
    request,
    answer: { status: null, summary, parts: [] },
  });
}

async function redeem<Session extends OpenIdSession>(
  { options, manner }: OpenIdApp<Session>,
  { config, code_verifier, nonce }: PendingSignIn,
  { state, answer }: { state: string; answer: URLSearchParams },
): Promise<OpenIdSession> {
  // openid-client reads the answer of the hybrid flow where its default mode has it, behind the #.
  const separator = manner.response_type === 'code' ? '?' : '#';
  const tokens = await client.authorizationCodeGrant(
    config,
    new URL(`${options.app}${manner.callbackPath}${separator}${answer}`),
    {
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
      ...(code_verifier !== null && { pkceCodeVerifier: code_verifier }),
    },
  );
  const { sub, sid } = tokens.claims() ?? { sub: '', sid: null };
  const { name, email } = await client.fetchUserInfo(config, tokens.access_token, sub);
  return {
    config,
    tokens: tokensFrom(tokens, options.clock(), { id_token: '', refresh_token: null, scope: manner.scope.split(' ') }),
    person: { sub, name: name ?? null, email: email ?? null },
    sid: typeof sid === 'string' ? sid : null,
  };
}
