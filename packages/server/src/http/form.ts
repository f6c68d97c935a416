import { OAuthError } from '@xenia/protocol/errors';
import { type Parameters, parseParameters } from '@xenia/protocol/parameters';
import { mediaType, type WireRequest } from './wire-request.ts';

/** RFC 6749 §4.1.3: parameters in "application/x-www-form-urlencoded" in the request body. Throws invalid_request. */
export async function readForm(request: WireRequest, repeatable?: ReadonlySet<string>): Promise<Parameters> {
  const type = mediaType(request.headers);
  if (type !== 'application/x-www-form-urlencoded') {
    throw new OAuthError('invalid_request', 'The request body must be application/x-www-form-urlencoded', {
      reason: 'content_type',
      received: type.slice(0, 100),
    });
  }
  return parseParameters(await request.body(), repeatable);
}
