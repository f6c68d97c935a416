import type { Parameters } from '@xenia/protocol/parameters';
import { proofByPasskey } from '../../accounts/factors.ts';
import { creationOptions, readRegistration } from '../../accounts/passkeys.ts';
import type { Exchange } from '../../exchange.ts';
import { seeOther } from '../../http/responses.ts';
import type { PasskeyRecord } from '../../storage/account-records.ts';
import { recordEvent } from '../../storage/record-event.ts';
import { browserOf } from '../browser.ts';
import { withPasskeyScript } from '../login-place.ts';
import { addPasskeyPage as renderAdd, removePasskeyPage as renderRemove } from '../pages/security-passkeys.ts';
import { requireRecent } from '../recent-proof.ts';
import { type SignedIn, startSession } from '../session.ts';
import { signInUrl } from '../sign-in.ts';
import type { AccountPage } from './account-page.ts';
import { readDevice } from './device.ts';
import { factorMail } from './factor-mail.ts';
import { pageUrl } from './paths.ts';
import { accountResponse, done } from './respond.ts';
import { ADD_PASSKEY_PATH, SECURITY_PATH } from './security-paths.ts';
import { connectionsOf } from './security-upstream.ts';

/** More devices than anybody has. */
const MOST = 20;
const PURPOSE = 'passkey-registration';

export const addPasskeyPage: AccountPage = {
  show: async (exchange, signedIn) =>
    (await requireRecent(exchange, signedIn, ADD_PASSKEY_PATH)) ?? showAdding(exchange, signedIn),
  answer: async (exchange, signedIn, form) =>
    (await requireRecent(exchange, signedIn, ADD_PASSKEY_PATH)) ?? add(exchange, signedIn, form),
};

/** Nothing that anybody could gain by. */
export const renamePasskeyPage: AccountPage = {
  async answer(exchange, signedIn, form) {
    const { deps, tenant } = exchange;
    const { sub } = signedIn.user;
    const name = nameOf(form);
    const { credentials } = deps.storage;
    const renamed =
      name !== '' && (await credentials.renamePasskey(tenant.tenant_id, sub, form.get('passkey') ?? '', name));
    return renamed
      ? done(exchange, signedIn, SECURITY_PATH, 'passkey_renamed')
      : seeOther(pageUrl(exchange, SECURITY_PATH));
  },
};

/** Asks first, then removes. */
export const removePasskeyPage: AccountPage = {
  async answer(exchange, signedIn, form) {
    const { deps, tenant } = exchange;
    const again = await requireRecent(exchange, signedIn, SECURITY_PATH);
    if (again !== null) return again;
    const { sub, password_hash } = signedIn.user;
    const passkeys = await deps.storage.credentials.listPasskeys(tenant.tenant_id, sub);
    const passkey = passkeys.find(({ credential_id }) => credential_id === form.get('passkey'));
    if (passkey === undefined) return seeOther(pageUrl(exchange, SECURITY_PATH));
    const password = password_hash !== null;
    const others = passkeys.length - 1;
    const { connected } = await connectionsOf(exchange, signedIn);
    const providers = connected.filter(({ enabled }) => enabled).map(({ display_name }) => display_name);
    if (form.get('confirm') === 'yes' && (password || others > 0 || providers.length > 0)) {
      return remove(exchange, signedIn, { passkey, last: others === 0 });
    }
    const factors = await deps.storage.credentials.factors(tenant.tenant_id, sub);
    const codes_end = others === 0 && !factors.totp && factors.recovery_codes > 0;
    const { credential_id, name } = passkey;
    const view = { credential_id, name, others, password, providers, codes_end };
    return accountResponse(exchange, signedIn, renderRemove(view));
  },
};

async function showAdding(exchange: Exchange, signedIn: SignedIn, failed?: { name: string }): Promise<Response> {
  const { deps, tenant, request } = exchange;
  const { user } = signedIn;
  const passkeys = await deps.storage.credentials.listPasskeys(tenant.tenant_id, user.sub);
  const browser = browserOf(exchange);
  const options =
    passkeys.length < MOST
      ? creationOptions(deps, tenant, user, { browser: browser.secret, purpose: purposeOf(user), passkeys })
      : null;
  const { system } = readDevice(request.headers.get('user-agent'));
  const name = failed?.name ?? system ?? `Passkey ${passkeys.length + 1}`;
  const page = renderAdd({ prompt: options && { options }, name, failed: failed !== undefined });
  const status = failed === undefined ? 200 : 422;
  return accountResponse(exchange, signedIn, page, { ...withPasskeyScript(exchange), status });
}

async function add(exchange: Exchange, signedIn: SignedIn, form: Parameters): Promise<Response> {
  const { deps, tenant, log } = exchange;
  const { user } = signedIn;
  const { credentials } = deps.storage;
  const binding = { browser: browserOf(exchange).secret, purpose: purposeOf(user) };
  const name = nameOf(form);
  const few = (await credentials.listPasskeys(tenant.tenant_id, user.sub)).length < MOST;
  const passkey =
    few && name !== ''
      ? await readRegistration(deps, tenant, user, { response: form.get('credential') ?? '', name, ...binding })
      : null;
  const mail = factorMail(exchange, user, { template: 'factor_added', factor: 'passkey', name });
  if (passkey === null || (await credentials.addPasskey(passkey, [mail])) !== 'created') {
    log.info({ event: 'passkey_refused', sub: user.sub }, 'passkey not added');
    return showAdding(exchange, signedIn, { name });
  }
  await recordEvent(deps, tenant, { actor: `user:${user.sub}`, action: 'passkey.added', sub: user.sub });
  log.info({ event: 'passkey_added', sub: user.sub }, 'passkey added');
  // Its authenticator has just verified the user, as it does at a sign-in.
  const cookies = await startSession(exchange, user, proofByPasskey(passkey, deps.clock()));
  if (cookies === null) return seeOther(signInUrl(exchange, SECURITY_PATH));
  return done(exchange, signedIn, SECURITY_PATH, 'passkey_added', cookies);
}

async function remove(
  exchange: Exchange,
  signedIn: SignedIn,
  { passkey, last }: { passkey: PasskeyRecord; last: boolean },
): Promise<Response> {
  const { deps, tenant, log } = exchange;
  const { tenant_id, sub } = signedIn.user;
  const { credentials } = deps.storage;
  const { name, credential_id } = passkey;
  const mail = factorMail(exchange, signedIn.user, { template: 'factor_removed', factor: 'passkey', name });
  const removed = await credentials.removePasskey(tenant_id, sub, credential_id, [mail]);
  if (!removed) return seeOther(pageUrl(exchange, SECURITY_PATH));
  // Recovery codes stand in for another factor; without one they would be one themselves.
  if (last && !(await credentials.factors(tenant_id, sub)).totp)
    await credentials.replaceRecoveryCodes(tenant_id, sub, []);
  await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'passkey.removed', sub });
  log.info({ event: 'passkey_removed', sub }, 'passkey removed');
  return done(exchange, signedIn, SECURITY_PATH, 'passkey_removed');
}

function purposeOf({ sub }: SignedIn['user']): string {
  return `${PURPOSE} ${sub}`;
}

function nameOf(form: Parameters): string {
  return [...(form.get('name') ?? '').trim()].slice(0, 60).join('');
}
