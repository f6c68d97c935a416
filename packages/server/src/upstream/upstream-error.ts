import * as oauth from 'oauth4webapi';
import { OutboundFetchError } from '../http/outbound-fetch.ts';

/**
 * What went wrong at the provider, as far as its user is concerned. `declined`: they gave up there. `unreachable`: it may work in a
 * moment. `failed`: its operator or ours has to do something. `stale`: it did not ask them to sign in again though it was told to.
 */
export type UpstreamProblem = 'declined' | 'unreachable' | 'failed' | 'stale';

/** Somebody could not be recognised through a provider. `message` is for the log and the operator, never for the user. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly problem: UpstreamProblem;
  /** Of oauth4webapi or of the outbound fetch, or our own. */
  readonly reason: string;

  constructor(problem: UpstreamProblem, reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
    this.reason = reason;
  }
}

/** RFC 6749 §4.1.2.1 and OIDC Core §3.1.2.6, as its user sees them; everything else is a failure. */
const ERRORS: Readonly<Record<string, UpstreamProblem>> = {
  access_denied: 'declined',
  server_error: 'unreachable',
  temporarily_unavailable: 'unreachable',
};

/** Whatever asking a provider has thrown, judged. An answer can be broken in ways that no library names. */
export function toUpstreamError(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error;
  if (error instanceof OutboundFetchError) {
    const problem = error.reason === 'timeout' || error.reason === 'unreachable' ? 'unreachable' : 'failed';
    return new UpstreamError(problem, error.reason, error.message, { cause: error });
  }
  if (error instanceof oauth.AuthorizationResponseError) {
    const problem = ERRORS[error.error] ?? 'failed';
    return new UpstreamError(problem, error.error.slice(0, 64), 'The provider refused the request.', { cause: error });
  }
  if (error instanceof oauth.ResponseBodyError) {
    const problem = error.status >= 500 ? 'unreachable' : 'failed';
    return new UpstreamError(problem, error.error.slice(0, 64), 'The provider refused the code.', { cause: error });
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    return new UpstreamError('failed', error.code, error.message, { cause: error });
  }
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
    const isDown = error.cause instanceof Response && error.cause.status >= 500;
    return new UpstreamError(isDown ? 'unreachable' : 'failed', error.code ?? 'invalid_answer', error.message, {
      cause: error,
    });
  }
  const name = error instanceof Error ? error.name : 'unknown';
  return new UpstreamError('failed', name, 'Its answer cannot be used.', { cause: error });
}
