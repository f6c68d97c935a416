import { OAuthError } from './errors.ts';
import { isJsonObject, parseJsonObject } from './json-object.ts';

/** OIDC Core §5.4 and §11: the claims that each identity scope asks for. */
export const IDENTITY_SCOPES = {
  openid: { claims: ['sub'] },
  profile: {
    claims: [
      'name',
      'family_name',
      'given_name',
      'middle_name',
      'nickname',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'gender',
      'birthdate',
      'zoneinfo',
      'locale',
      'updated_at',
    ],
  },
  email: { claims: ['email', 'email_verified'] },
  address: { claims: ['address'] },
  phone: { claims: ['phone_number', 'phone_number_verified'] },
  offline_access: { claims: [] },
} as const satisfies Record<string, { claims: readonly string[] }>;

export type IdentityScope = keyof typeof IDENTITY_SCOPES;

export function isIdentityScope(scope: string): scope is IdentityScope {
  return Object.hasOwn(IDENTITY_SCOPES, scope);
}

/** OIDC Core §5.1: every standard claim that an identity scope can release. */
export const STANDARD_CLAIMS: readonly string[] = Object.values(IDENTITY_SCOPES).flatMap(({ claims }) => [...claims]);

/** OIDC Core §5.5.1. Null: asked for in the ordinary way. */
export type ClaimRequest = {
  readonly essential?: boolean;
  readonly value?: unknown;
  readonly values?: readonly unknown[];
} | null;

/** The `claims` parameter (OIDC Core §5.5). */
export interface ClaimsRequest {
  readonly userinfo?: Readonly<Record<string, ClaimRequest>>;
  readonly id_token?: Readonly<Record<string, ClaimRequest>>;
}

const MAX_LENGTH = 8192;
const MAX_DEPTH = 6;
const MAX_CLAIMS = 100;

function malformed(reason: string): OAuthError {
  return new OAuthError('invalid_request', 'The claims parameter is not a valid claims request', { reason });
}

function readClaimRequest(value: unknown): ClaimRequest {
  if (value === null) return null;
  if (!isJsonObject(value)) throw malformed('claims_member_malformed');
  const { essential, values } = value;
  if (essential !== undefined && typeof essential !== 'boolean') throw malformed('claims_essential_malformed');
  if (values !== undefined && !Array.isArray(values)) throw malformed('claims_values_malformed');
  return {
    ...(essential === undefined ? {} : { essential }),
    ...(value.value === undefined ? {} : { value: value.value }),
    ...(values === undefined ? {} : { values }),
  };
}

function readTarget(value: unknown): Record<string, ClaimRequest> {
  if (!isJsonObject(value)) throw malformed('claims_member_malformed');
  const entries = Object.entries(value);
  if (entries.length > MAX_CLAIMS) throw malformed('claims_too_many');
  return Object.fromEntries(entries.map(([name, request]) => [name, readClaimRequest(request)]));
}

/** Reads the `claims` parameter; null if there is none. Unknown members are ignored (OIDC Core §5.5). Throws `invalid_request`. */
export function readClaimsParameter(value: string | undefined): ClaimsRequest | null {
  if (value === undefined) return null;
  if (value.length > MAX_LENGTH) throw malformed('claims_too_long');
  const request = parseJsonObject(value, MAX_DEPTH);
  if (!request) throw malformed('claims_not_json');
  const { userinfo, id_token } = request;
  return {
    ...(userinfo === undefined || userinfo === null ? {} : { userinfo: readTarget(userinfo) }),
    ...(id_token === undefined || id_token === null ? {} : { id_token: readTarget(id_token) }),
  };
}

/**
 * The claims about a user that go to this target: UserInfo gives those of the granted scopes and those requested for it, the
 * ID token only those requested for it (OIDC Core §5.4, §5.5). What the user does not have is left out (§5.3.2).
 */
export function selectClaims(
  all: Readonly<Record<string, unknown>>,
  scope: readonly string[],
  requested: ClaimsRequest | null,
  target: 'id_token' | 'userinfo',
): Record<string, unknown> {
  const names = new Set(Object.keys(requested?.[target] ?? {}));
  if (target === 'userinfo') {
    for (const name of scope.filter(isIdentityScope).flatMap((token) => IDENTITY_SCOPES[token].claims)) names.add(name);
  }
  const selected = [...names].filter(
    (name) => Object.hasOwn(all, name) && all[name] !== null && all[name] !== undefined,
  );
  return Object.fromEntries(selected.map((name) => [name, all[name]]));
}

/** The identity scopes whose claims this request asks for one by one: what a consent page has to show besides the scopes. */
export function scopesCovering(requested: ClaimsRequest | null): IdentityScope[] {
  const names = new Set([...Object.keys(requested?.userinfo ?? {}), ...Object.keys(requested?.id_token ?? {})]);
  return Object.keys(IDENTITY_SCOPES)
    .filter(isIdentityScope)
    .filter((scope) => IDENTITY_SCOPES[scope].claims.some((claim) => names.has(claim)));
}
