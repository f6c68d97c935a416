import type { Exchange } from '../exchange.ts';
import { FOREVER, type TokenFamilyRecord } from '../storage/records.ts';
import type { Client } from '../tenants/client.ts';
import { pageContext } from './advance.ts';
import type { InstalledApp } from './apps-installed.ts';
import type { AccessEnd, AuthorizationRow, InstalledAppView } from './pages/apps-parts.ts';
import { groupScopes } from './scope-groups.ts';

/** `url` is that of the app's own page. */
export function installedAppView(exchange: Exchange, app: InstalledApp, url: string): InstalledAppView {
  const { client, closed, families, grant, managed, organization } = app;
  return {
    url,
    client: client.metadata,
    organization: organization?.name ?? null,
    groups: groupScopes(pageContext(exchange), scopesOf(grant)),
    allowed_at: grant.created_at,
    last_used_at: grant.last_used_at,
    access_end: lastEnd(families.map((family) => accessEnd(client, family))),
    managed,
    disabled: client.disabled || closed === 'app_suspended',
    closed: closed !== null,
  };
}

export function authorizationRow(
  exchange: Exchange,
  { client }: InstalledApp,
  family: TokenFamilyRecord,
): AuthorizationRow {
  return {
    family_id: family.family_id,
    given_at: family.created_at,
    groups: groupScopes(pageContext(exchange), scopesOf(family)),
    access_end: accessEnd(client, family),
  };
}

/** As stored, however many they have become. */
function scopesOf({ scope }: { readonly scope: string }): string[] {
  return scope.split(' ');
}

/** Access that renews itself lasts until somebody ends it (OIDC Core §11), at most as long as its family. */
function accessEnd({ metadata }: Client, { scope, expires_at }: TokenFamilyRecord): AccessEnd {
  const lasting = expires_at === FOREVER;
  const renewable = scopesOf({ scope }).includes('offline_access') && metadata.grant_types.includes('refresh_token');
  return { until_ended: lasting || renewable, expires_at: lasting ? null : expires_at };
}

/** null when nothing is in force. */
function lastEnd(ends: readonly AccessEnd[]): AccessEnd | null {
  if (ends.length === 0) return null;
  const times = ends.map(({ expires_at }) => expires_at);
  return {
    until_ended: ends.some(({ until_ended }) => until_ended),
    expires_at: times.reduce((last, at) => (last === null || at === null ? null : Math.max(last, at))) ?? null,
  };
}
