import { parseJsonObject } from '@xenia/protocol/json-object';
import type { OutboundFetchError, OutboundResponse } from '../http/outbound-fetch.ts';
import type { DeliveryRecord } from '../storage/records.ts';

/** What an attempt came to. `final`: asking again would change nothing. */
export type Attempt =
  | { readonly outcome: 'delivered'; readonly status: number }
  | {
      readonly outcome: 'failed';
      readonly status: number | null;
      /** For the app's owner. */
      readonly error: string;
      readonly final: boolean;
      /** Nothing came back at all: others of this receiver need not try either. */
      readonly silent: boolean;
    };

const MAX_ERROR_LENGTH = 200;

export function failed(error: string, more: Partial<Omit<Extract<Attempt, { outcome: 'failed' }>, 'error'>>): Attempt {
  return {
    outcome: 'failed',
    status: null,
    final: false,
    silent: false,
    ...more,
    error: error.slice(0, MAX_ERROR_LENGTH),
  };
}

/** What the receiver answered. */
export function judge(kind: DeliveryRecord['kind'], { status, body }: OutboundResponse): Attempt {
  if (kind === 'backchannel_logout') {
    // OIDC Back-Channel Logout 1.0 §2.8: 200; 204 is what some frameworks make of it. 400 also means that a logout has failed.
    return status === 200 || status === 204
      ? { outcome: 'delivered', status }
      : failed(`It answered ${status}.`, { status });
  }
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  return status === 400 ? judgeRefusal(body) : failed(`It answered ${status}.`, { status });
}

/**
 * RFC 8935 §2.3: a receiver that says what is wrong has read the token, and §2 advises against sending it again unless the reason may
 * pass: a receiver that does not know our key yet will when it has fetched the JWKS.
 */
function judgeRefusal(body: string): Attempt {
  const status = 400;
  const { err, description } = parseJsonObject(body) ?? {};
  if (typeof err !== 'string') return failed('It answered 400.', { status });
  const said = typeof description === 'string' ? `${err}: ${description}` : err;
  return failed(`It refused: ${said}`, { status, final: err !== 'invalid_key' });
}

/** Why there was no answer. */
export function unanswered({ reason, message }: OutboundFetchError): Attempt {
  switch (reason) {
    case 'invalid_url':
    case 'insecure_url':
    case 'forbidden_address':
      return failed(message, { final: true });
    case 'timeout':
    case 'unreachable':
      return failed(message, { silent: true });
    case 'redirected':
    case 'too_large':
      return failed(message, {});
  }
}
