import { browser, hiddenFrame, type PostedMessage } from './browser.ts';

/** Milliseconds. */
const INTERVAL = 2000;

interface Watched {
  /** The issuer's page that knows whether its session has changed. */
  readonly check_session_iframe: string;
  readonly client_id: string;
  /** Of the session at this moment; null: there is none. */
  sessionState(): string | null;
  /** The session at the issuer is another one now, or none. Nothing is asked until it has settled. */
  changed(): Promise<void>;
}

/** OIDC Session Management 1.0 §3.1: asks the issuer's frame every two seconds, as long as this page is open. */
export function watchSession({ check_session_iframe, client_id, sessionState, changed }: Watched): void {
  const frame = hiddenFrame(check_session_iframe);
  const { origin } = new URL(check_session_iframe);
  let busy = false;
  let broken = false;
  setInterval(() => {
    const session_state = sessionState();
    if (busy || broken || session_state === null) return;
    frame.contentWindow?.postMessage(`${client_id} ${session_state}`, origin);
  }, INTERVAL);
  browser.addEventListener('message', async (message: PostedMessage) => {
    if (message.origin !== origin || message.source !== frame.contentWindow) return;
    // §3.1: after an error it would only be asked the same again.
    if (message.data === 'error') broken = true;
    if (message.data !== 'changed' || busy || sessionState() === null) return;
    busy = true;
    await changed();
    busy = false;
  });
}
