import { supportedLocale } from '../interaction/pages/messages/index.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';

/**
 * The language of a mail that nobody's browser asked for: what the user says of themselves, if it is spoken here, else the tenant's.
 * OIDC Core §5.1: `locale` is a BCP 47 tag, but some write an underscore into it.
 */
export function mailLocale({ settings }: Pick<Tenant, 'settings'>, claims: Readonly<Record<string, unknown>>): string {
  const { locale } = claims;
  const own = typeof locale === 'string' ? supportedLocale(locale.replaceAll('_', '-')) : undefined;
  return own ?? settings.defaultLocale;
}

/** As mailLocale, for a user. */
export function mailLocaleOf(tenant: Pick<Tenant, 'settings'>, { claims }: Pick<UserRecord, 'claims'>): string {
  return mailLocale(tenant, JSON.parse(claims) as Record<string, unknown>);
}
