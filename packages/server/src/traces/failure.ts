import { OAuthError, type Refusal } from '@xenia/protocol/errors';
import { BusyError } from '../accounts/passwords.ts';
import { HttpError } from '../http/http-error.ts';
import { LocalError } from '../http/local-error.ts';
import { StorageUnavailableError } from '../storage/port.ts';
import type { TraceOutcome } from '../storage/trace-records.ts';

/** What the trace says about whatever was thrown. */
export interface Failure {
  readonly outcome: Extract<TraceOutcome, 'denied' | 'refused' | 'failed'>;
  /** In its RFC name. */
  readonly error: string;
  readonly refusal: Refusal;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof OAuthError) {
    const outcome = error.refusal.reason === 'user_denied' ? 'denied' : 'refused';
    return { outcome, error: error.code, refusal: error.refusal };
  }
  if (error instanceof LocalError) return { outcome: 'refused', error: 'invalid_request', refusal: error.refusal };
  if (error instanceof HttpError && error.status < 429) {
    return { outcome: 'refused', error: 'invalid_request', refusal: { reason: `http_${error.status}` } };
  }
  const passing = [HttpError, StorageUnavailableError, BusyError].some((kind) => error instanceof kind);
  return passing
    ? { outcome: 'failed', error: 'temporarily_unavailable', refusal: { reason: 'unavailable' } }
    : { outcome: 'failed', error: 'server_error', refusal: { reason: 'server_error' } };
}
