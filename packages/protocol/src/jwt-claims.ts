/** Why the claims of a verified JWT were not accepted. */
export class JwtClaimsError extends Error {
  override readonly name = 'JwtClaimsError';
  /** The rule that failed, in snake_case. */
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** A NumericDate (RFC 7519 §2): seconds since 1970, or null. */
export function readNumericDate(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

export function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** `aud` as a list (RFC 7519 §4.1.3 allows one string too); null if it is neither. */
export function readAudience(value: unknown): string[] | null {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((one) => typeof one === 'string' && one !== '') ? (list as string[]) : null;
}

/** The members that have a value: JSON carries no "absent". */
export function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], null | undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], null | undefined> };
}

/** The value of a claim that must be there. Throws JwtClaimsError. */
export function demand<T>(value: T | null, reason: string): T {
  if (value === null) throw new JwtClaimsError(reason);
  return value;
}

/** Whether `typ` is this type, also in its long form (RFC 7515 §4.1.9); media types are case-insensitive. */
export function isMediaType(typ: string | undefined, type: string): boolean {
  return typ !== undefined && typ.toLowerCase().replace(/^application\//, '') === type;
}

/** How far ahead of ours an issuer's clock may be, in seconds. */
export const MAX_IAT_AHEAD = 60;
