import { describeRequest } from '../../../sample/back-channel.ts';
import { isRefusal } from '../../../sample/problems.ts';
import type { Notice } from '../../../sample/visits.ts';
import { UntrustedTokenError } from '../../signed-token.ts';
import { PARTIES, PROBLEMS } from '../parties.ts';
import { authorizationUrl, openSession, takeNonce } from './authorization.ts';
import { browser, hiddenFrame, type PostedMessage } from './browser.ts';
import { addStep, describeFragment } from './sign-in.ts';
import type { AbaxState, Session } from './state.ts';

const GONE: Notice = {
  tone: 'good',
  title: 'You signed out elsewhere.',
  body: 'Xena no longer knows you in this browser, so Abax forgot its tokens too.',
};
/** Milliseconds that the issuer may take to answer in the frame. */
const TIMEOUT = 8000;

/**
 * Asks for new tokens in a frame that nobody sees, with `prompt=none`: the issuer answers at once, or says why it would have to
 * ask. Whether it worked; if not, the state says why, and a session that is over at the issuer is over here too.
 */
export async function renewSilently(state: AbaxState, session: Session): Promise<boolean> {
  const path = '/silent.html';
  const redirect_uri = `${state.options.app}${path}`;
  try {
    const url = await authorizationUrl(state, { redirect_uri, prompt: 'none', id_token_hint: session.id_token });
    addStep(state, 'silent_request', describeRequest(url, 'GET'));
    const answer = await answerInFrame(url);
    const nonce = takeNonce(state, answer);
    addStep(state, 'silent_answer', describeFragment(redirect_uri, answer), undefined, PARTIES.issuer);
    if (nonce === undefined) throw new Error('it answers another request');
    state.session = await openSession(state, answer, nonce);
    return true;
  } catch (error) {
    // The issuer said no, or spoke of somebody else: what Abax holds belongs to nobody who is here now.
    if (isRefusal(error) || error instanceof UntrustedTokenError) state.session = null;
    state.notice = isRefusal(error) && error.error === 'login_required' ? GONE : PROBLEMS.backChannelFailed(error);
    return false;
  }
}

function answerInFrame(url: string): Promise<URLSearchParams> {
  const frame = hiddenFrame(url);
  return new Promise<URLSearchParams>((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(new DOMException('no answer', 'TimeoutError'))), TIMEOUT);
    function listen({ data, origin, source }: PostedMessage): void {
      // Others may post messages to this page as well.
      if (origin !== browser.location.origin || source !== frame.contentWindow || typeof data !== 'string') return;
      end(() => resolve(new URLSearchParams(data.slice(1))));
    }
    function end(settle: () => void): void {
      clearTimeout(timer);
      browser.removeEventListener('message', listen);
      frame.remove();
      settle();
    }
    browser.addEventListener('message', listen);
  });
}
