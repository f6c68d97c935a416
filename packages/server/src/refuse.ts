import { OAuthError } from '@xenia/protocol/errors';
import { BusyError } from './accounts/passwords.ts';
import type { WireRefusal } from './dialects/dialect.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import type { Exchange } from './exchange.ts';
import { HttpError } from './http/http-error.ts';
import { LocalError } from './http/local-error.ts';
import { pageContext } from './interaction/advance.ts';
import { type ErrorKind, type ErrorView, errorPage } from './interaction/pages/error.ts';
import { pageResponse, pageView } from './interaction/pages/page-response.ts';
import { currentSession } from './interaction/session.ts';
import { traceLink } from './management/trace-link.ts';
import { OwnerGoneError, StorageUnavailableError } from './storage/port.ts';

/** When a caller may try again that could not be served, in seconds. */
export const RETRY_LATER = { 'retry-after': '5' };

/** The last stop of every failure: the full reason goes to the log, what may be said to whoever reads the answer. */
export async function refuse(exchange: Exchange, endpoint: Endpoint, thrown: unknown): Promise<Response> {
  const error = thrown instanceof OwnerGoneError ? ownerGone(thrown) : thrown;
  logRefusal(exchange, error);
  exchange.trace.failure = { error };
  const failure = describe(exchange, error);
  const reader = typeof endpoint.reader === 'function' ? endpoint.reader(exchange) : endpoint.reader;
  return reader === 'client' ? exchange.dialect.renderRefusal(failure.wire) : renderPage(exchange, failure);
}

/** Whoever the request was about was deleted while it was answered: as if it had come after that. */
function ownerGone({ message }: OwnerGoneError): LocalError {
  return new LocalError('expired', 'What the request refers to was deleted', {
    reason: 'owner_gone',
    storage: message,
  });
}

interface Failure {
  readonly wire: WireRefusal;
  readonly page: Pick<ErrorView, 'kind' | 'whose_move'>;
}

function describe(exchange: Exchange, error: unknown): Failure {
  const { issuer } = exchange.tenant;
  if (error instanceof OAuthError) {
    const wire = {
      status: statusOf(error),
      error: error.code,
      error_description: error.description,
      reason: error.refusal.reason,
      issuer,
      headers: challengeOf(exchange, error),
    };
    return { wire, page: { kind: 'request', whose_move: 'app' } };
  }
  if (error instanceof LocalError) {
    const wire = {
      status: error.status,
      error: 'invalid_request' as const,
      error_description: error.message,
      reason: error.refusal.reason,
      issuer,
      headers: {},
    };
    return { wire, page: { kind: error.kind, whose_move: error.whoseMove } };
  }
  if (error instanceof HttpError) return describeHttp(issuer, error);
  if (error instanceof StorageUnavailableError || error instanceof BusyError) {
    const status = error instanceof BusyError ? 429 : 503;
    return describeHttp(issuer, new HttpError(status, 'The server cannot answer now; try again later', RETRY_LATER));
  }
  const failed = { error: 'server_error', error_description: 'The server failed', reason: 'server_error' } as const;
  return { wire: { status: 500, ...failed, issuer, headers: {} }, page: { kind: 'server', whose_move: 'operator' } };
}

const HTTP_KINDS: Readonly<Record<number, ErrorKind>> = {
  403: 'forbidden',
  404: 'not_found',
  405: 'method',
  429: 'unavailable',
  503: 'unavailable',
};

function describeHttp(issuer: string, error: HttpError): Failure {
  const code = error.status === 503 || error.status === 429 ? 'temporarily_unavailable' : 'invalid_request';
  return {
    wire: {
      status: error.status,
      error: code,
      error_description: error.message,
      reason: `http_${error.status}`,
      issuer,
      headers: error.headers,
    },
    page: {
      kind: HTTP_KINDS[error.status] ?? 'request',
      whose_move: error.status === 503 ? 'operator' : error.status === 429 ? 'you' : 'app',
    },
  };
}

/** RFC 6749 §5.2. */
function statusOf(error: OAuthError): number {
  return error.code === 'invalid_client' ? 401 : error.code === 'temporarily_unavailable' ? 503 : 400;
}

/** RFC 6749 §5.2: a client that used the Authorization header gets the challenge that matches; RFC 9110 §15.5.2 wants one with every 401. */
function challengeOf({ tenant }: Exchange, error: OAuthError): Record<string, string> {
  return error.code === 'invalid_client' ? { 'www-authenticate': `Basic realm="${tenant.issuer}"` } : {};
}

async function renderPage(exchange: Exchange, { wire, page }: Failure): Promise<Response> {
  const view = {
    ...pageView(pageContext(exchange)),
    ...page,
    reference: exchange.request.id,
    detail: wire.error_description,
    trace: (await traceLink(exchange, () => currentSession(exchange))) ?? undefined,
  };
  return pageResponse(errorPage(view), { status: wire.status, headers: wire.headers });
}

function logRefusal({ log, request, path }: Exchange, error: unknown): void {
  const where = { event: 'refused', method: request.method, path };
  if (error instanceof OAuthError || error instanceof LocalError) {
    log.info({ ...where, refusal: error.refusal, description: error.message }, 'refused');
  } else if (error instanceof HttpError) {
    log.info({ ...where, status: error.status, description: error.message }, 'refused');
  } else if (error instanceof StorageUnavailableError || error instanceof BusyError) {
    log.warn({ ...where, err: error }, 'unavailable');
  } else {
    log.error({ ...where, err: error }, 'failed');
  }
}
