import { bearerChallenge } from '@xenia/protocol/bearer';
import { RETRY_DELAY } from './fetched-value.ts';
import type { VerifiedToken } from './verified-token.ts';

/** What a route asks for. */
export interface Requirement {
  /** Space-separated or a list; all of them are needed. */
  readonly scope?: string | readonly string[];
}

export interface Allowed {
  readonly outcome: 'allowed';
  readonly token: VerifiedToken;
}

/** A complete HTTP answer, and for the log why. */
export interface Refused {
  readonly outcome: 'refused';
  readonly status: 400 | 401 | 403 | 503;
  readonly headers: Readonly<Record<string, string>>;
  /** null: no body. */
  readonly body: { readonly error: string; readonly error_description: string } | null;
  /** null when there was no token at all: then nothing is said about it (RFC 6750 §3.1). */
  readonly error: string | null;
  /** The rule that failed, in snake_case; for the log, never for the caller. */
  readonly reason: string;
  /** What was thrown, if something was. */
  readonly cause?: unknown;
}

export type Decision = Allowed | Refused;

/** Facts about the API that go into every challenge. */
export interface ChallengeContext {
  readonly scope: readonly string[];
  readonly resource_metadata: string | undefined;
}

const DESCRIPTIONS = {
  invalid_request: 'The Authorization header is malformed',
  invalid_token: 'The access token is not valid here: it is expired, revoked or meant for something else',
  insufficient_scope: 'The access token does not carry the scope that this needs',
  temporarily_unavailable: 'The access token cannot be verified at the moment',
} as const;

type Problem = keyof typeof DESCRIPTIONS;

const STATUS = {
  invalid_request: 400,
  invalid_token: 401,
  insufficient_scope: 403,
  temporarily_unavailable: 503,
} as const satisfies Record<Problem, Refused['status']>;

/** RFC 6750 §3.1: without a token there is nothing to say but how to get one. */
export function refusedWithoutToken({ scope, resource_metadata }: ChallengeContext): Refused {
  const challenge = bearerChallenge({ scope: scope.join(' ') || undefined, resource_metadata });
  return {
    outcome: 'refused',
    status: 401,
    headers: { 'WWW-Authenticate': challenge, 'Cache-Control': 'no-store' },
    body: null,
    error: null,
    reason: 'no_token',
  };
}

/** RFC 6750 §3.1 for what is wrong with the request; 503 for what is wrong with us. */
export function refused(
  error: Problem,
  reason: string,
  { scope, resource_metadata }: ChallengeContext,
  cause?: unknown,
): Refused {
  const error_description = DESCRIPTIONS[error];
  const challenge = bearerChallenge({
    error,
    error_description,
    scope: scope.join(' ') || undefined,
    resource_metadata,
  });
  return {
    outcome: 'refused',
    status: STATUS[error],
    headers: {
      ...(error === 'temporarily_unavailable'
        ? { 'Retry-After': String(RETRY_DELAY) }
        : { 'WWW-Authenticate': challenge }),
      'Cache-Control': 'no-store',
    },
    body: { error, error_description },
    error,
    reason,
    ...(cause === undefined ? {} : { cause }),
  };
}
