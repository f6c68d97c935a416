import type { OAuthErrorCode } from '@xenia/protocol/errors';
import type { DocumentedError } from './documented-error.ts';

function documented(error_code: string, status: number, message: string, remedy: string): DocumentedError {
  return { error_code, status, message, remedy };
}

const invalidScope = documented(
  'INVALID_SCOPE_ERROR',
  403,
  'The requested scopes are not authorized for your request.',
  'Ask only for scopes that exist here and that your application is registered for; a refresh only for what the user allowed.',
);
const dataNotFound = documented(
  'DATA_NOT_FOUND',
  404,
  'We cannot find the client ID in our system.',
  'Check that the request carries the client ID of your registration, or register your application. An application that was disabled is not found either.',
);
const invalidRequest = documented(
  'INVALID_REQUEST_ERROR',
  400,
  'The request is missing something, says something twice or has a value that is not understood.',
  'Compare the parameters with the documentation. Each may be sent once; values are text.',
);
const serverError = documented(
  'SERVER_ERROR',
  500,
  'The server failed.',
  'Nothing is wrong with your request. Try again; if it stays like this, quote the X-Request-Id header of the answer.',
);
const unavailable = documented(
  'SERVICE_UNAVAILABLE_ERROR',
  503,
  'The server cannot answer now.',
  'Try again after the number of seconds in the Retry-After header.',
);
const notSupported = documented(
  'FEATURE_NOT_SUPPORTED_ERROR',
  400,
  'The request uses an extension that this server does not offer.',
  'Send every parameter by itself: request objects, request_uri and registration are not supported.',
);
const invalidToken = documented(
  'INVALID_TOKEN_ERROR',
  401,
  'The access token is invalid, expired or revoked.',
  'Refresh it, or ask the user again.',
);
const invalidMetadata = documented(
  'INVALID_CLIENT_METADATA_ERROR',
  400,
  'The registration of the application has a value that is not accepted.',
  'Correct the registration.',
);
const redirectUri = documented(
  'REDIRECT_URI_ERROR',
  400,
  'The redirect_uri is not registered for this client, or is missing while several are registered.',
  'Send one of the registered redirect URIs, character for character.',
);
const interaction = documented(
  'INTERACTION_REQUIRED',
  403,
  'The user has to do something in a browser before a code can be given.',
  'Open the same URL in the browser of the user.',
);

/** What each registered error is called on this wire. Whoever registers another one is told here by the compiler. */
const BY_CODE: Readonly<Record<OAuthErrorCode, DocumentedError>> = {
  invalid_request: invalidRequest,
  invalid_client: documented(
    'INVALID_CLIENT_ERROR',
    401,
    'The client could not be authenticated.',
    'Check client_secret: it may be wrong, expired or replaced. Send it in one way only. A native application sends none.',
  ),
  invalid_grant: documented(
    'INVALID_GRANT_ERROR',
    400,
    'The code or refresh token is invalid, expired, used already, or was issued to another client.',
    'A code lives for a minute, works once, and needs the redirect_uri and code_verifier that belong to its request. Ask the user again.',
  ),
  unauthorized_client: documented(
    'UNAUTHORIZED_CLIENT_ERROR',
    403,
    'The client is not registered for this kind of request.',
    'Ask for your application to be registered for this grant type.',
  ),
  unsupported_grant_type: documented(
    'UNSUPPORTED_GRANT_TYPE_ERROR',
    400,
    'This grant_type is not supported.',
    'Use authorization_code, refresh_token or client_credentials, or leave it out when you send a code or a refresh_token.',
  ),
  unsupported_response_type: documented(
    'UNSUPPORTED_RESPONSE_TYPE_ERROR',
    400,
    'This kind of authorization is not supported.',
    'Start the authorization with grant_type=code.',
  ),
  invalid_scope: invalidScope,
  access_denied: documented(
    'ACCESS_DENIED_ERROR',
    403,
    'The user did not allow the access.',
    'Respect the answer. Explain why you ask before you ask again.',
  ),
  server_error: serverError,
  temporarily_unavailable: unavailable,
  invalid_token: invalidToken,
  insufficient_scope: invalidScope,
  unsupported_token_type: invalidRequest,
  invalid_target: documented(
    'INVALID_TARGET_ERROR',
    400,
    'The requested resource is unknown or was not authorized.',
    'Leave resource out, or name one that your scopes belong to.',
  ),
  interaction_required: interaction,
  login_required: documented(
    'LOGIN_REQUIRED',
    401,
    'The user has to sign in first.',
    'Open the same URL in the browser of the user: the sign-in page follows, then your redirect URI with the code.',
  ),
  account_selection_required: interaction,
  consent_required: documented(
    'CONSENT_REQUIRED',
    403,
    'The user has to allow the access first.',
    'Open the same URL in the browser of the user: the consent page follows, then your redirect URI with the code.',
  ),
  request_not_supported: notSupported,
  request_uri_not_supported: notSupported,
  registration_not_supported: notSupported,
  unmet_authentication_requirements: interaction,
  invalid_redirect_uri: redirectUri,
  invalid_client_metadata: invalidMetadata,
};

const scopesFormat = documented(
  'SCOPES_FORMAT_ERROR',
  400,
  'scopes is missing or is not a JSON array of scope names.',
  'Send scopes=["INVOICE.READ","INVOICE.WRITE"], percent-encoded, or scope with the names separated by spaces; not both.',
);

/** Where this wire tells apart what the registered code does not: by the refusal's reason. */
const BY_REASON: Readonly<Record<string, DocumentedError>> = {
  client_unknown: dataNotFound,
  client_id_missing: dataNotFound,
  client_disabled: dataNotFound,
  app_suspended: dataNotFound,
  redirect_uri_missing: redirectUri,
  redirect_uri_mismatch: redirectUri,
  scopes_malformed: scopesFormat,
  scope_missing: scopesFormat,
  malformed_scope: scopesFormat,
  too_many_scopes: scopesFormat,
  json_body_malformed: documented(
    'JSON_FORMAT_ERROR',
    400,
    'The request body is not one flat JSON object whose members are all strings.',
    'Send {"code": "...", "client_secret": "..."}: no arrays, no nesting, every name once.',
  ),
  content_type: documented(
    'CONTENT_TYPE_ERROR',
    415,
    'The request body is neither JSON nor a form.',
    'Send Content-Type: application/json.',
  ),
  request_from_another_origin: documented(
    'FOREIGN_ORIGIN_ERROR',
    403,
    'The request was made by a page of another site.',
    'Pages cannot ask for a code in the background. Send the browser here with a link or a redirect.',
  ),
  http_404: documented('NOT_FOUND_ERROR', 404, 'There is nothing at this address.', 'Check the path.'),
  http_405: documented(
    'METHOD_NOT_ALLOWED_ERROR',
    405,
    'This method is not allowed here.',
    'Use one of the methods in the Allow header.',
  ),
  http_413: documented('REQUEST_TOO_LARGE_ERROR', 413, 'The request body is too large.', 'Send less than 128 KiB.'),
  http_414: documented('URL_TOO_LONG_ERROR', 414, 'The request URL is too long.', 'Send less than 8192 characters.'),
  http_415: documented(
    'CONTENT_CODING_ERROR',
    415,
    'A compressed body is not accepted.',
    'Leave Content-Encoding out.',
  ),
  http_429: documented(
    'TOO_MANY_REQUESTS_ERROR',
    429,
    'The server is too busy.',
    'Try again after the number of seconds in the Retry-After header.',
  ),
};

/** The error of this wire for a refusal. */
export function xenditError(refusal: { readonly error: OAuthErrorCode; readonly reason: string }): DocumentedError {
  const byReason = Object.hasOwn(BY_REASON, refusal.reason) ? BY_REASON[refusal.reason] : undefined;
  return byReason ?? BY_CODE[refusal.error];
}

/** Every error that this wire has, by its code. */
export const XENDIT_ERRORS: ReadonlyMap<string, DocumentedError> = new Map(
  [...Object.values(BY_CODE), ...Object.values(BY_REASON)].map((error) => [error.error_code, error]),
);
