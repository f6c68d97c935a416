import { content } from '../pages/content.ts';
import { PROBLEMS } from '../parties.ts';
import { ACTIONS } from './actions.ts';
import { type BrowserElement, browser } from './browser.ts';
import { discover } from './issuer.ts';
import { renewSilently } from './renew.ts';
import { watchSession } from './session-watch.ts';
import { arriveSignedOut, beginSignIn, beginSignOut, finishSignIn } from './sign-in.ts';
import { type AbaxOptions, keepState, restoreState } from './state.ts';

/** Seconds to wait after a renewal that failed. */
const PAUSE = 30;

/** The page: takes what the address brings, shows, and does what its forms ask for. */
const { document, location, history } = browser;
const root = theRoot();
const state = restoreState(optionsOf(root));
let renewal: ReturnType<typeof setTimeout> | undefined;
let watching = false;
/** Not before: seconds since the epoch. */
let nextAttempt = 0;
let last: Promise<void> = Promise.resolve();

document.addEventListener('submit', (event) => {
  event.preventDefault();
  const action = event.target.getAttribute('action') ?? '';
  perform(() => act(action.slice(1)), `form[action="${action}"] button`);
});
browser.addEventListener('hashchange', () => {
  if (new URLSearchParams(location.hash.slice(1)).has('state')) perform(takeAddress, '.notice');
});
perform(takeAddress);

function theRoot(): BrowserElement {
  const found = document.querySelector('#abax');
  if (found === null) throw new Error('this is not the page of Abax');
  return found;
}

function optionsOf({ dataset }: BrowserElement): AbaxOptions {
  const { issuer = '', api = '', client_id = '' } = dataset;
  return {
    issuer,
    api,
    app: location.origin,
    client_id,
    clock: () => Math.floor(Date.now() / 1000),
    fetch: (url, init) => fetch(url, init),
  };
}

/** After everything that may have changed something. `focus`: what the keyboard was on, as a selector. */
function show(focus?: string): void {
  keepState(state);
  root.innerHTML = String(content(state, state.options.clock()));
  const signOut = document.querySelector('.masthead form');
  if (signOut !== null) signOut.hidden = state.session === null;
  const notice = root.querySelector('.notice');
  notice?.setAttribute('tabindex', '-1');
  if (focus !== undefined) (notice ?? root.querySelector(focus))?.focus();
  state.notice = null;
  scheduleRenewal();
  watch();
}

/** One thing at a time; what fails becomes a notice. */
function perform(task: () => Promise<string | undefined>, focus?: string): Promise<void> {
  last = last.then(async () => {
    try {
      const url = await task();
      if (url !== undefined) {
        keepState(state);
        location.assign(url);
        return;
      }
    } catch (error) {
      state.notice = PROBLEMS.backChannelFailed(error);
    }
    show(focus);
  });
  return last;
}

/** At half of the access token's life, so that the old one still works while the new one comes. */
function scheduleRenewal(): void {
  clearTimeout(renewal);
  const { session } = state;
  if (session === null) return;
  const half = (session.obtained_at + session.expires_at) / 2;
  const delay = Math.max(0, Math.max(half, nextAttempt) - state.options.clock()) * 1000;
  renewal = setTimeout(() => perform(() => renewFor('Renew the tokens')), delay);
}

async function renewFor(title: string): Promise<undefined> {
  const { session } = state;
  if (session === null) return;
  state.timeline.begin(title);
  if (!(await renewSilently(state, session))) nextAttempt = state.options.clock() + PAUSE;
}

function watch(): void {
  if (watching || state.session === null || state.session.session_state === null) return;
  watching = true;
  perform(async () => {
    const { check_session_iframe } = await discover(state);
    if (check_session_iframe === undefined) return undefined;
    watchSession({
      check_session_iframe,
      client_id: state.options.client_id,
      sessionState: () => state.session?.session_state ?? null,
      changed: () => perform(() => renewFor('Something changed at Xena')),
    });
    return undefined;
  });
}

async function act(name: string): Promise<string | undefined> {
  const { session } = state;
  if (name === 'sign-in') return beginSignIn(state);
  if (name === 'forget') state.timeline.clear();
  else if (session !== null && name === 'sign-out') return beginSignOut(state, session);
  else if (session !== null) await ACTIONS[name]?.(state, session);
  return undefined;
}

async function takeAddress(): Promise<undefined> {
  const { hash, search, pathname } = location;
  const answer = new URLSearchParams(hash.slice(1));
  const ended = new URLSearchParams(search);
  if (!answer.has('state') && !ended.has('state')) return;
  // At once: what stands in the address ends up in the history.
  history.replaceState(null, '', pathname);
  if (answer.has('state')) await finishSignIn(state, answer);
  else arriveSignedOut(state, ended);
}
