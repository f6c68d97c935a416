import * as client from 'openid-client';
import { describeRequest } from '../back-channel.ts';
import type { OpenIdApp, OpenIdSession, OpenIdVisit } from './session.ts';

/** The `state` with which a visit left to sign out, by visit. */
const leaving = new WeakMap<object, string>();

/** Ends the session here; returns where the browser goes to end it at the issuer. */
export async function signOut<Session extends OpenIdSession, Kind extends string>(
  { options, parties, problems, manner }: OpenIdApp<Session>,
  visit: OpenIdVisit<Session, Kind>,
  { config, tokens }: Session,
): Promise<string> {
  visit.timeline.begin('Sign out');
  visit.session = null;
  try {
    if (tokens.refresh_token !== null) await client.tokenRevocation(config, tokens.refresh_token);
  } catch (error) {
    // Here the visitor is signed out all the same; to send the browser to an issuer that is down would strand it.
    const { title, body } = problems.backChannelFailed(error);
    const half = `You are signed out of ${parties.app}, but not of ${parties.issuer}.`;
    visit.notice = { tone: 'bad', title: half, body: `${title} ${body}` };
    return '/';
  }
  const state = client.randomState();
  leaving.set(visit, state);
  const url = client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: `${options.app}${manner.signedOutPath}`,
    state,
  });
  visit.timeline.add({
    kind: 'logout',
    channel: 'browser',
    from: parties.app,
    to: parties.issuer,
    request: describeRequest(url.href, 'GET'),
    answer: null,
  });
  return url.href;
}

/** Back from the issuer after signOut(). Anybody can link here, so it changes nothing, and says nothing without our `state`. */
export function arriveSignedOut<Session extends OpenIdSession, Kind extends string>(
  { options, parties, manner }: OpenIdApp<Session>,
  visit: OpenIdVisit<Session, Kind>,
  answer: URLSearchParams,
): void {
  const expected = leaving.get(visit);
  if (expected === undefined || answer.get('state') !== expected) return;
  leaving.delete(visit);
  visit.timeline.add({
    kind: 'signed_out',
    channel: 'browser',
    from: parties.issuer,
    to: parties.app,
    request: describeRequest(`${options.app}${manner.signedOutPath}?${answer}`, 'GET'),
    answer: null,
  });
  if (visit.session !== null) return;
  visit.notice = {
    tone: 'good',
    title: `You are signed out, here and at ${parties.issuer}.`,
    body: `What you allowed is remembered: next time ${parties.issuer} asks only for your password.`,
  };
}
