/** Error codes that may appear on the wire, each with the document that registers it. */
export type OAuthErrorCode =
  // RFC 6749 §4.1.2.1, §5.2
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'access_denied'
  | 'server_error'
  | 'temporarily_unavailable'
  // RFC 6750 §3.1
  | 'invalid_token'
  | 'insufficient_scope'
  // RFC 7009 §2.2.1
  | 'unsupported_token_type'
  // RFC 8707 §2
  | 'invalid_target'
  // OpenID Connect Core §3.1.2.6
  | 'interaction_required'
  | 'login_required'
  | 'account_selection_required'
  | 'consent_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'registration_not_supported'
  // OpenID Connect Unmet Authentication Requirements 1.0
  | 'unmet_authentication_requirements'
  // RFC 7591 §3.2.2
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata';

/**
 * Why a request was refused, for the log and for the app owner: never on the wire. `reason` names the rule in
 * snake_case (`redirect_uri_mismatch`), the other members are the facts that a developer needs to mend the request.
 * No secret, code or token belongs in it.
 */
export interface Refusal {
  readonly reason: string;
  readonly [fact: string]: string | number | boolean | null | readonly string[] | undefined;
}

/**
 * A protocol refusal. `code` and `description` go on the wire; `description` is fixed ASCII without user data
 * (RFC 6749 §5.2 allows %x20-21 / %x23-5B / %x5D-7E only). `refusal` stays inside.
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;
  readonly description: string;
  readonly refusal: Refusal;

  constructor(code: OAuthErrorCode, description: string, refusal?: Refusal) {
    super(description);
    this.code = code;
    this.description = description;
    this.refusal = refusal ?? { reason: code };
  }
}
