import type { PageContext } from '../interaction/pages/page-response.ts';
import { formPost } from './form-post.ts';
import { fragment } from './fragment.ts';
import { query } from './query.ts';
import type { ResponseMode, ResponseTarget } from './response-mode.ts';

/** Every response mode; discovery and registration derive from it. */
export const RESPONSE_MODES: ReadonlyMap<string, ResponseMode> = new Map(
  [query, fragment, formPost].map((mode) => [mode.response_mode, mode]),
);

/**
 * The authorization response, success or error, to the one place where it may go. `iss` and `state` go with every response
 * (RFC 9207 §2, RFC 6749 §4.1.2).
 */
export function respondTo(
  context: PageContext,
  target: ResponseTarget,
  parameters: Readonly<Record<string, string>>,
): Response {
  const mode = RESPONSE_MODES.get(target.response_mode);
  if (mode === undefined) throw new Error(`response mode ${target.response_mode} was not validated`);
  const state = target.state === null ? {} : { state: target.state };
  return mode.render(target.redirect_uri, { ...parameters, ...state, iss: context.tenant.issuer }, context);
}
