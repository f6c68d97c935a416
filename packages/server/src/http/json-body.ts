import { OAuthError } from '@xenia/protocol/errors';
import { parseJsonObject } from '@xenia/protocol/json-object';
import { fromObject, type Parameters } from '@xenia/protocol/parameters';
import { mediaType, type WireRequest } from './wire-request.ts';

/** One object with plain members: anything deeper is none of our requests. */
const MAX_DEPTH = 1;

export function isJson(request: WireRequest): boolean {
  return mediaType(request.headers) === 'application/json';
}

/**
 * Parameters that came as the members of a JSON object, each a string. Throws invalid_request for anything else: another media
 * type, an array, nesting, a number, or a name that occurs twice.
 */
export async function readJson(request: WireRequest): Promise<Parameters> {
  if (!isJson(request)) {
    throw new OAuthError('invalid_request', 'The request body must be application/json', {
      reason: 'content_type',
      received: mediaType(request.headers).slice(0, 100),
    });
  }
  const members = parseJsonObject(await request.body(), MAX_DEPTH);
  if (members === null || !isFlat(members)) {
    throw new OAuthError('invalid_request', 'The request body must be a JSON object whose members are all strings', {
      reason: 'json_body_malformed',
    });
  }
  return fromObject(members);
}

function isFlat(members: Record<string, unknown>): members is Record<string, string> {
  return Object.values(members).every((value) => typeof value === 'string');
}
