import type { Parties } from './parties.ts';
import type { Notice } from './visits.ts';

/** The issuer answered with an error of RFC 6749; thrown by apps that speak to it without a library. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly error: string;
  readonly error_description: string | undefined;

  constructor(error: string, error_description?: string) {
    super(`refused: ${error}`);
    this.error = error;
    this.error_description = error_description;
  }
}

interface ApiRefusal {
  /** What was tried. */
  readonly title: string;
  readonly status: number;
  /** `error` and `error_description` where the API says them. */
  readonly body: unknown;
  /** Whether the visitor allowed what was tried. */
  readonly allowed: boolean;
  /** Where the timeline shows it. */
  readonly step: number | undefined;
}

/** What an app says to its visitor when something went otherwise than hoped. */
export interface Problems {
  /** For somebody whose browser knows a visit that this process does not. */
  readonly forgotten: Notice;
  readonly apiUnreachable: Notice;
  /** An answer that the app did not ask for. */
  readonly turnedAway: Notice;
  /** What the API refused, and with which words. */
  refusedByApi(refusal: ApiRefusal): Notice;
  /** Why nobody is signed in now. */
  signInFailed(error: unknown): Notice;
  /** Why the issuer did not give what the app asked for. */
  backChannelFailed(error: unknown): Notice;
}

/** `words`: for an app into which nobody signs in, what they do instead. */
export function problemsOf(
  { app, issuer, api }: Parties,
  words = { again: 'Sign in again', doing: 'signing in' },
): Problems {
  const { again, doing } = words;
  const bad = (title: string, body: string): Notice => ({ tone: 'bad', title, body });
  const refusedBy = (error: string, description: string | undefined) =>
    bad(
      `${issuer} refused: ${error}.`,
      `${description === undefined ? '' : `${description}. `}${again} to give ${app} new tokens.`,
    );
  function backChannelFailed(error: unknown): Notice {
    if (isRefusal(error)) return refusedBy(error.error, error.error_description);
    if (isUnreachable(error)) {
      return bad(
        `${issuer} does not answer.`,
        `Is it still running in your terminal? Start it again with npm start, then try once more. ${app} has kept what it had.`,
      );
    }
    return bad(
      `${app} did not trust the answer it got.`,
      `Something in it was not as it must be (${error instanceof Error ? error.message : 'unknown'}), so it was thrown away. ${again}.`,
    );
  }
  return {
    forgotten: bad(
      `${app} has been restarted and forgot your visit.`,
      `It keeps visits in memory only. Nothing is lost at ${issuer}: sign in again, and it will remember what you allowed.`,
    ),
    apiUnreachable: bad(
      `The ${api} does not answer.`,
      'Is the demo still running in your terminal? Start it again with npm start, then try once more.',
    ),
    turnedAway: bad(
      `${app} turned away an answer that it never asked for.`,
      `Its state was not made in this browser, or was used already. Nothing has changed. If you were ${doing}, start again.`,
    ),
    refusedByApi({ title, status, body, allowed, step }) {
      const { error, error_description } = (typeof body === 'object' && body !== null ? body : {}) as Partial<
        Record<string, unknown>
      >;
      const reason = typeof error_description === 'string' ? `${error_description}. ` : '';
      return {
        ...bad(
          `${title}: the API refused with ${status}${typeof error === 'string' ? `, ${error}` : ''}.`,
          allowed ? reason : `${reason}You did not allow it, so that is as it should be.`,
        ),
        ...(step === undefined ? {} : { step }),
      };
    },
    signInFailed(error) {
      return isRefusal(error) && error.error === 'access_denied'
        ? bad(
            'You did not allow it, so nothing was shared.',
            `${app} knows no more about you than before. You can sign in again whenever you like.`,
          )
        : backChannelFailed(error);
    },
    backChannelFailed,
  };
}

/** RefusedError, and what openid-client throws for the same. */
export function isRefusal(error: unknown): error is Error & { error: string; error_description?: string | undefined } {
  return error instanceof Error && 'error' in error && typeof error.error === 'string';
}

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true;
  return (error instanceof TypeError && error.message === 'fetch failed') || isUnreachable(error.cause);
}
