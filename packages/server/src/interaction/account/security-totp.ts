import type { Parameters } from '@xenia/protocol/parameters';
import { proofWith } from '../../accounts/factors.ts';
import { newRecoveryCodes } from '../../accounts/recovery-codes.ts';
import { newTotp, sealTotp, totpSetUp, totpStep } from '../../accounts/totp.ts';
import type { Exchange } from '../../exchange.ts';
import { seeOther } from '../../http/responses.ts';
import { recordEvent } from '../../storage/record-event.ts';
import { removeTotpPage, setUpTotpPage, type TotpProblem } from '../pages/security-totp.ts';
import { requireRecent } from '../recent-proof.ts';
import { type SignedIn, startSession } from '../session.ts';
import type { AccountPage } from './account-page.ts';
import { factorMail } from './factor-mail.ts';
import { pageUrl } from './paths.ts';
import { accountResponse, done } from './respond.ts';
import { AUTHENTICATOR_PATH, REMOVE_AUTHENTICATOR_PATH, SECURITY_PATH } from './security-paths.ts';
import { showRecoveryCodes } from './security-recovery.ts';

/** Seconds for which a key that was shown can be turned on. */
const SET_UP_TTL = 900;
const SEAL = 'totp-set-up';

export const authenticatorPage: AccountPage = {
  show: async (exchange, signedIn) =>
    (await requireRecent(exchange, signedIn, AUTHENTICATOR_PATH)) ?? showSetUp(exchange, signedIn),
  answer: async (exchange, signedIn, form) =>
    (await requireRecent(exchange, signedIn, AUTHENTICATOR_PATH)) ?? turnOn(exchange, signedIn, form),
};

export const removeAuthenticatorPage: AccountPage = {
  async show(exchange, signedIn) {
    const again = await requireRecent(exchange, signedIn, REMOVE_AUTHENTICATOR_PATH);
    if (again !== null) return again;
    const { deps, tenant } = exchange;
    const { totp, passkeys } = await deps.storage.credentials.factors(tenant.tenant_id, signedIn.user.sub);
    if (!totp) return seeOther(pageUrl(exchange, SECURITY_PATH));
    return accountResponse(exchange, signedIn, removeTotpPage({ passkeys: passkeys > 0 }));
  },
  async answer(exchange, signedIn) {
    const again = await requireRecent(exchange, signedIn, REMOVE_AUTHENTICATOR_PATH);
    if (again !== null) return again;
    const { deps, tenant, log } = exchange;
    const { sub } = signedIn.user;
    const mail = factorMail(exchange, signedIn.user, { template: 'factor_removed', factor: 'totp' });
    if (!(await deps.storage.credentials.removeTotp(tenant.tenant_id, sub, [mail]))) {
      return seeOther(pageUrl(exchange, SECURITY_PATH));
    }
    await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'totp.removed', sub });
    log.info({ event: 'totp_removed', sub }, 'authenticator app removed');
    return done(exchange, signedIn, SECURITY_PATH, 'totp_removed');
  },
};

/** With the key of the form that is shown again, or a fresh one. */
async function showSetUp(
  exchange: Exchange,
  signedIn: SignedIn,
  again: { readonly problem?: TotpProblem; readonly secret?: Buffer } = {},
): Promise<Response> {
  const { deps, tenant } = exchange;
  const { user, session } = signedIn;
  const { problem, secret } = again;
  const { credentials, sessions } = deps.storage;
  const exists = (await credentials.factors(tenant.tenant_id, user.sub)).totp;
  const set_up = secret === undefined ? await newTotp(deps, tenant, user) : await totpSetUp(secret, tenant, user);
  const open = await sessions.listOfUser(tenant.tenant_id, user.sub, deps.clock(), tenant.settings.sessionIdleTtl);
  const page = setUpTotpPage({
    key: set_up.text,
    uri: set_up.uri,
    set_up: sealSetUp(exchange, signedIn, set_up.secret),
    problem: exists ? 'exists' : problem,
    others: open.some(({ sid }) => sid !== session.sid),
  });
  return accountResponse(exchange, signedIn, page, { status: problem === undefined ? 200 : 422 });
}

/** A first code proves that the app has the key (RFC 6238 §6); only then is the key kept, and asked for. */
async function turnOn(exchange: Exchange, signedIn: SignedIn, form: Parameters): Promise<Response> {
  const { deps, tenant, log } = exchange;
  const { user, session } = signedIn;
  const { tenant_id, sub } = user;
  const secret = openSetUp(exchange, signedIn, form.get('set_up') ?? '');
  if (secret === null) return showSetUp(exchange, signedIn, { problem: 'expired' });
  const now = deps.clock();
  const step = await totpStep(secret, form.get('code') ?? '', now);
  if (step === null) return showSetUp(exchange, signedIn, { problem: 'code', secret });
  const totp = { tenant_id, sub, sealed_secret: sealTotp(deps.sealer, user, secret), created_at: now, last_step: step };
  const { codes, records } = newRecoveryCodes(deps, user);
  const mail = factorMail(exchange, user, { template: 'factor_added', factor: 'totp' });
  if ((await deps.storage.credentials.addTotp(totp, records, [mail])) === 'exists') {
    return showSetUp(exchange, signedIn, { problem: 'exists' });
  }
  await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'totp.added', sub });
  log.info({ event: 'totp_added', sub }, 'authenticator app added');
  const cookies = await startSession(exchange, user, proofWith(session, 'totp'));
  // They were started with less than the account asks for from now on. What is under way with less does not start any more.
  const event_id = deps.random(16).toString('base64url');
  await deps.storage.sessions.endOthers(tenant_id, sub, session.sid, event_id, now);
  return showRecoveryCodes(exchange, signedIn, { codes, occasion: 'on', cookies: cookies ?? [] });
}

function sealSetUp({ deps }: Exchange, { user }: SignedIn, secret: Buffer): string {
  const expires_at = deps.clock() + SET_UP_TTL;
  return deps.sealer.seal(SEAL, JSON.stringify([user.tenant_id, user.sub, expires_at, secret.toString('base64url')]));
}

function openSetUp({ deps }: Exchange, { user }: SignedIn, sealed: string): Buffer | null {
  const opened = deps.sealer.open(SEAL, sealed);
  if (opened === null) return null;
  const [tenant_id, sub, expires_at, secret] = JSON.parse(opened.toString()) as [string, string, number, string];
  const isTheirs = tenant_id === user.tenant_id && sub === user.sub && expires_at > deps.clock();
  return isTheirs ? Buffer.from(secret, 'base64url') : null;
}
