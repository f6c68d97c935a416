import { newRecoveryCodes } from '../../accounts/recovery-codes.ts';
import type { Exchange } from '../../exchange.ts';
import { seeOther } from '../../http/responses.ts';
import { recordEvent } from '../../storage/record-event.ts';
import { pageContext } from '../advance.ts';
import { messagesFor } from '../pages/messages/index.ts';
import {
  makeRecoveryCodesPage,
  type RecoveryCodesView,
  recoveryCodesPage as render,
} from '../pages/security-recovery.ts';
import { plainName } from '../pages/untrusted.ts';
import { requireRecent } from '../recent-proof.ts';
import type { SignedIn } from '../session.ts';
import type { AccountPage } from './account-page.ts';
import { factorMail } from './factor-mail.ts';
import { pageUrl } from './paths.ts';
import { accountResponse } from './respond.ts';
import { RECOVERY_CODES_PATH, SECURITY_PATH } from './security-paths.ts';

/** Seconds for which the codes of a page can be saved. */
const DOWNLOAD_TTL = 900;
const SEAL = 'recovery-codes-file';

/** Asks first, then makes new ones in place of those before. */
export const recoveryCodesPage: AccountPage = {
  async show(exchange, signedIn) {
    const away = await withSecondFactor(exchange, signedIn);
    if (away instanceof Response) return away;
    return accountResponse(exchange, signedIn, makeRecoveryCodesPage({ existing: away.recovery_codes > 0 }));
  },
  async answer(exchange, signedIn) {
    const factors = await withSecondFactor(exchange, signedIn);
    if (factors instanceof Response) return factors;
    const { deps, tenant, log } = exchange;
    const { tenant_id, sub } = signedIn.user;
    const { codes, records } = newRecoveryCodes(deps, signedIn.user);
    const mail = factorMail(exchange, signedIn.user, { template: 'factor_added', factor: 'recovery_codes' });
    await deps.storage.credentials.replaceRecoveryCodes(tenant_id, sub, records, [mail]);
    await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'recovery_codes.made', sub });
    log.info({ event: 'recovery_codes_made', sub }, 'recovery codes made');
    return showRecoveryCodes(exchange, signedIn, {
      codes,
      occasion: factors.recovery_codes > 0 ? 'replaced' : 'first',
    });
  },
};

/** The codes of the page as a text file, for a browser without JavaScript too. */
export const downloadCodesPage: AccountPage = {
  async answer(exchange, signedIn, form) {
    const { deps, tenant } = exchange;
    const { user } = signedIn;
    const opened = deps.sealer.open(SEAL, form.get('codes') ?? '');
    if (opened === null) return seeOther(pageUrl(exchange, SECURITY_PATH));
    const [tenant_id, sub, made_at, codes] = JSON.parse(opened.toString()) as [string, string, number, string[]];
    const isTheirs = tenant_id === user.tenant_id && sub === user.sub && deps.clock() - made_at < DOWNLOAD_TTL;
    if (!isTheirs) return seeOther(pageUrl(exchange, SECURITY_PATH));
    const { recoveryCodes } = messagesFor(pageContext(exchange).locale).security;
    const head = recoveryCodes.file(plainName(tenant.displayName), user.email, made_at);
    return new Response(`${head}\n${codes.join('\n')}\n`, {
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `attachment; filename="${recoveryCodes.fileName}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  },
};

/** The one time that they are shown. */
export function showRecoveryCodes(
  exchange: Exchange,
  signedIn: SignedIn,
  shown: Pick<RecoveryCodesView, 'codes' | 'occasion'> & { readonly cookies?: readonly string[] },
): Response {
  const { deps } = exchange;
  const { tenant_id, sub } = signedIn.user;
  const { codes, occasion, cookies = [] } = shown;
  const sealed = deps.sealer.seal(SEAL, JSON.stringify([tenant_id, sub, deps.clock(), codes]));
  return accountResponse(exchange, signedIn, render({ codes, sealed, occasion }), { cookies });
}

/** Only whoever proved just now that it is they, and has another factor that the codes could stand in for. */
async function withSecondFactor(exchange: Exchange, signedIn: SignedIn) {
  const again = await requireRecent(exchange, signedIn, RECOVERY_CODES_PATH);
  if (again !== null) return again;
  const { deps, tenant } = exchange;
  const factors = await deps.storage.credentials.factors(tenant.tenant_id, signedIn.user.sub);
  return factors.totp || factors.passkeys > 0 ? factors : seeOther(pageUrl(exchange, SECURITY_PATH));
}
