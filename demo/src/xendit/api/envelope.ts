import type { MiddlewareHandler } from 'hono';

/** The errors that this API has. All of them are Xendit's, so each has its page there. */
const MESSAGES = {
  INVALID_REQUEST_ERROR: 'The Authorization header is malformed. Send Authorization: Bearer and the access token.',
  INVALID_TOKEN_ERROR: 'The access token is missing, invalid, expired or revoked. Refresh it, or ask the user again.',
  INVALID_SCOPE_ERROR: 'The access token does not carry the scope that this request needs.',
  SERVICE_UNAVAILABLE_ERROR: 'The access token cannot be verified at the moment. Try again soon.',
  NOT_FOUND_ERROR: 'There is nothing at this address.',
  REQUEST_TOO_LARGE_ERROR: 'The request body is too large.',
} as const;

type ErrorCode = keyof typeof MESSAGES;

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_REQUEST_ERROR',
  401: 'INVALID_TOKEN_ERROR',
  403: 'INVALID_SCOPE_ERROR',
};

export interface Refusal {
  readonly status: number;
  readonly error_code: ErrorCode;
  /** Where there is more to say than usual. */
  readonly message?: string;
  readonly headers?: Headers;
}

/** A refusal in the manner of the product, whose link leads to the page about it. */
export function envelope(issuer: string, refusal: Refusal): Response {
  const { status, error_code, message = MESSAGES[error_code], headers } = refusal;
  const body = { error_code, message, links: { href: `${issuer}/errors/${error_code}`, rel: 'docs' } };
  return Response.json(body, { status, ...(headers && { headers }) });
}

/** The guard's refusals with its status and headers, WWW-Authenticate among them, but the product's body. */
export function inEnvelope(
  issuer: string,
  protect: (...args: Parameters<MiddlewareHandler>) => Promise<Response | undefined>,
): MiddlewareHandler {
  return async (c, next) => {
    const refused = await protect(c, next);
    if (refused === undefined) return;
    const { status, headers } = refused;
    const challenge = new Headers(headers);
    challenge.delete('content-type');
    return envelope(issuer, {
      status,
      error_code: BY_STATUS[status] ?? 'SERVICE_UNAVAILABLE_ERROR',
      headers: challenge,
    });
  };
}
