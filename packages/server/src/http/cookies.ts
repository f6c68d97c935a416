import type { Tenant } from '../tenants/tenant.ts';

/** Reads one cookie; null if absent. Of several with one name the first counts (RFC 6265 §5.4 puts the longest path first). */
export function readCookie(headers: Headers, name: string): string | null {
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}

/**
 * `session`: who is signed in. `state`: what check_session_iframe compares, no secret. `browser`: what forms are tied to; it stays
 * with the issuer's own site, so that no page of another site can send a form of ours, whatever the other two do. `offer`: what may
 * be connected once its user has signed in; sealed. `accounts`: who has signed in here before; sealed.
 */
export type CookiePurpose = 'session' | 'state' | 'browser' | 'offer' | 'accounts';

/**
 * The name of a tenant's cookie. Under https it carries the `__Host-` prefix (RFC 6265bis §4.1.3.2), so no other host and no
 * plain-text connection can set it; that fixes the path to `/`, hence the tenant's name in it.
 */
export function cookieName(tenant: Tenant, purpose: CookiePurpose): string {
  return `${isSecure(tenant) ? '__Host-' : ''}xenia_${purpose}_${tenant.name}`;
}

/** A Set-Cookie value. `maxAge` in seconds; 0 removes the cookie; null lasts as long as the browser. */
export function setCookie(tenant: Tenant, purpose: CookiePurpose, value: string, maxAge: number | null): string {
  return [
    `${cookieName(tenant, purpose)}=${value}`,
    'Path=/',
    ...(purpose === 'state' ? [] : ['HttpOnly']),
    `SameSite=${isForFrames(tenant, purpose) ? 'None' : 'Lax'}`,
    ...(maxAge === null ? [] : [`Max-Age=${maxAge}`]),
    ...(isSecure(tenant) ? ['Secure'] : []),
  ].join('; ');
}

/** RFC 6265bis §5.7: browsers refuse SameSite=None without Secure. */
function isForFrames(tenant: Tenant, purpose: CookiePurpose): boolean {
  const isShared = purpose === 'session' || purpose === 'state';
  return isShared && tenant.settings.sessionCookieSameSite === 'none' && isSecure(tenant);
}

function isSecure(tenant: Tenant): boolean {
  return tenant.issuer.startsWith('https:');
}
