import type { Exchange } from '../../exchange.ts';
import { listInstalled } from '../apps-installed.ts';
import { overviewPage as page } from '../pages/account-overview.ts';
import type { SignedIn } from '../session.ts';
import type { AccountPage } from './account-page.ts';
import { sessionsOf } from './devices.ts';
import { accountResponse } from './respond.ts';

export const overviewPage: AccountPage = { show: showOverview };

export async function showOverview(exchange: Exchange, signedIn: SignedIn): Promise<Response> {
  const { deps, tenant } = exchange;
  const { sub, password_hash } = signedIn.user;
  const [sessions, apps, factors] = await Promise.all([
    sessionsOf(exchange, signedIn),
    listInstalled(exchange, sub),
    deps.storage.credentials.factors(tenant.tenant_id, sub),
  ]);
  return accountResponse(
    exchange,
    signedIn,
    page({
      factors: { password: password_hash !== null, passkeys: factors.passkeys, totp: factors.totp },
      sessions: sessions.length,
      apps: apps.filter(({ families }) => families.length > 0).length,
    }),
  );
}
