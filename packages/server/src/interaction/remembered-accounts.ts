import type { Exchange } from '../exchange.ts';
import { cookieName, readCookie, setCookie } from '../http/cookies.ts';
import type { UserRecord } from '../storage/records.ts';

/** So many accounts of one browser, the latest first. */
const MOST = 5;
/** Seconds for which a browser remembers who has signed in there. */
const TTL = 180 * 86_400;

const SEAL = 'remembered-accounts';

/** Who has signed in on this browser before and can again. It is a help for typing, and proves nothing. */
export async function rememberedAccounts(exchange: Exchange): Promise<UserRecord[]> {
  const { deps, tenant } = exchange;
  const users = await Promise.all(subsOf(exchange).map((sub) => deps.storage.users.find(tenant.tenant_id, sub)));
  return users.filter((user) => user !== null && user.disabled_at === null) as UserRecord[];
}

/** The Set-Cookie value with which the browser remembers this account before all others. */
export function rememberAccount(exchange: Exchange, sub: string): string {
  return keep(exchange, [sub, ...subsOf(exchange).filter((other) => other !== sub)].slice(0, MOST));
}

export function forgetAccount(exchange: Exchange, sub: string): string {
  return keep(
    exchange,
    subsOf(exchange).filter((other) => other !== sub),
  );
}

function keep({ deps, tenant }: Exchange, subs: readonly string[]): string {
  if (subs.length === 0) return setCookie(tenant, 'accounts', '', 0);
  return setCookie(tenant, 'accounts', deps.sealer.seal(SEAL, JSON.stringify([tenant.tenant_id, subs])), TTL);
}

/** Nobody but this server can put an account there, or read which ones there are. */
function subsOf({ deps, tenant, request }: Exchange): string[] {
  const sealed = readCookie(request.headers, cookieName(tenant, 'accounts'));
  const opened = sealed === null ? null : deps.sealer.open(SEAL, sealed);
  if (opened === null) return [];
  const [tenant_id, subs] = JSON.parse(opened.toString()) as [string, string[]];
  return tenant_id === tenant.tenant_id ? subs : [];
}
