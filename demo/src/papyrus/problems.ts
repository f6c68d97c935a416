import * as client from 'openid-client';
import type { Notice } from './visits.ts';

/** What is said to somebody whose browser knows a visit that this process does not. */
export const FORGOTTEN: Notice = {
  tone: 'bad',
  title: 'Papyrus has been restarted and forgot your visit.',
  body: 'It keeps visits in memory only. Nothing is lost at Xenia: sign in again, and it will remember what you allowed.',
};

export const API_UNREACHABLE: Notice = {
  tone: 'bad',
  title: 'The Notes API does not answer.',
  body: 'Is the demo still running in your terminal? Start it again with npm start, then try once more.',
};

interface ApiRefusal {
  readonly title: string;
  readonly status: number;
  readonly body: unknown;
  /** Whether the visitor allowed what was tried. */
  readonly allowed: boolean;
  /** Where the timeline shows it. */
  readonly step: number | undefined;
}

/** What the API refused, and with which words. */
export function refusedByApi({ title, status, body, allowed, step }: ApiRefusal): Notice {
  const { error, error_description } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const reason = typeof error_description === 'string' ? `${error_description}. ` : '';
  return {
    tone: 'bad',
    title: `${title}: the API refused with ${status}${typeof error === 'string' ? `, ${error}` : ''}.`,
    body: allowed ? reason : `${reason}You did not allow it, so that is as it should be.`,
    ...(step === undefined ? {} : { step }),
  };
}

/** Why nobody is signed in now, for the visitor. */
export function signInFailed(error: unknown): Notice {
  if (error instanceof client.AuthorizationResponseError) {
    return error.error === 'access_denied'
      ? {
          tone: 'bad',
          title: 'You did not allow it, so nothing was shared.',
          body: 'Papyrus knows no more about you than before. You can sign in again whenever you like.',
        }
      : refusedBy(error.error, error.error_description);
  }
  return backChannelFailed(error);
}

/** Why Xenia did not give what Papyrus asked for. */
export function backChannelFailed(error: unknown): Notice {
  if (error instanceof client.ResponseBodyError) return refusedBy(error.error, error.error_description);
  if (isUnreachable(error)) {
    return {
      tone: 'bad',
      title: 'Xenia does not answer.',
      body: 'Is it still running in your terminal? Start it again with npm start, then try once more. Papyrus has kept what it had.',
    };
  }
  return {
    tone: 'bad',
    title: 'Papyrus did not trust the answer it got.',
    body: `Something in it was not as it must be (${error instanceof Error ? error.message : 'unknown'}), so it was thrown away. Sign in again.`,
  };
}

function refusedBy(error: string, description: string | undefined): Notice {
  return {
    tone: 'bad',
    title: `Xenia refused: ${error}.`,
    body: `${description === undefined ? '' : `${description}. `}Sign in again to give Papyrus new tokens.`,
  };
}

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true;
  return (error instanceof TypeError && error.message === 'fetch failed') || isUnreachable(error.cause);
}
