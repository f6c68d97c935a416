import { relyingPartyId } from '../../accounts/passkeys.ts';
import type { Exchange } from '../../exchange.ts';
import { securityPage as render } from '../pages/security.ts';
import type { SignedIn } from '../session.ts';
import type { AccountPage } from './account-page.ts';
import { accountResponse } from './respond.ts';
import { connectionsOf } from './security-upstream.ts';

/** What the account is signed in to with. */
export const securityPage: AccountPage = { show };

async function show(exchange: Exchange, signedIn: SignedIn): Promise<Response> {
  const { deps, tenant } = exchange;
  const { sub, password_hash } = signedIn.user;
  const { credentials } = deps.storage;
  const [factors, passkeys, totp, connections] = await Promise.all([
    credentials.factors(tenant.tenant_id, sub),
    credentials.listPasskeys(tenant.tenant_id, sub),
    credentials.findTotp(tenant.tenant_id, sub),
    connectionsOf(exchange, signedIn),
  ]);
  const page = render({
    password: password_hash !== null,
    passkeys: passkeys.map((passkey) => ({ ...passkey, backed_up: passkey.backed_up === 1 })),
    passkeys_possible: relyingPartyId(tenant) !== null,
    totp_since: totp?.created_at ?? null,
    recovery_codes: factors.totp || factors.passkeys > 0 ? factors.recovery_codes : null,
    connections,
  });
  // Connecting leads from a form to the provider (pages/headers.ts).
  const formAction = connections.connectable.length > 0 ? 'anywhere' : 'self';
  return accountResponse(exchange, signedIn, page, { formAction });
}
