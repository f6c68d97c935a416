import type { Parameters } from '@xenia/protocol/parameters';
import { ACR_MFA, type Proof, satisfies } from '../accounts/factors.ts';
import { attemptCode } from '../accounts/factors-attempt.ts';
import { redeemRecoveryCode } from '../accounts/recovery-codes.ts';
import { redeemTotp } from '../accounts/totp.ts';
import type { Exchange } from '../exchange.ts';
import type { UserRecord } from '../storage/records.ts';
import { accountView } from './account-view.ts';
import { csrfOf, passkeyPrompt, type SignInPlace, withPasskeyScript } from './login-place.ts';
import { pageResponse } from './pages/page-response.ts';
import { type SecondFactorError, secondFactorPage } from './pages/second-factor.ts';
import { type HalfSignedIn, readHalfSignedIn } from './second-factor-state.ts';

/** Where one answer leaves a sign-in. `retryAfter` in seconds. */
export type SignInStep =
  | { readonly outcome: 'proved'; readonly user: UserRecord; readonly proof: Proof }
  /** Another page, with another answer to give. */
  | { readonly outcome: 'asked'; readonly page: Response }
  /** The login page, and why. */
  | {
      readonly outcome: 'refused';
      readonly error: 'credentials' | 'throttled' | 'busy' | 'expired' | 'outdated' | 'passkey';
      readonly status: number;
      readonly email?: string;
      readonly retryAfter?: number;
    };

/** Why the page is shown again. */
export interface SecondFactorProblem {
  readonly error: SecondFactorError;
  readonly status: number;
  readonly retryAfter?: number;
}

const CODES = {
  totp: { redeem: redeemTotp, method: 'totp', error: 'code' },
  recovery_code: { redeem: redeemRecoveryCode, method: 'recovery_code', error: 'recovery_code' },
} as const;

/** Asks for whatever the user has besides what they have proved. */
export async function showSecondFactor(
  exchange: Exchange,
  place: SignInPlace,
  half: HalfSignedIn,
  problem?: SecondFactorProblem,
): Promise<Response> {
  const { deps, tenant } = exchange;
  const { wanted } = place;
  const factors = await deps.storage.credentials.factors(tenant.tenant_id, half.user.sub);
  const byCode = satisfies(ACR_MFA, wanted?.acr ?? ACR_MFA);
  const passkey = factors.passkeys > 0 ? passkeyPrompt(exchange, place) : undefined;
  const page = secondFactorPage({
    ...place.page,
    action: place.action,
    csrf: csrfOf(exchange, place),
    state: half.state,
    account: accountView(half.user),
    client: await place.client(),
    wanted: wanted !== undefined,
    totp: factors.totp && byCode,
    recovery_code: factors.recovery_codes > 0 && byCode,
    passkey,
    cancel: place.cancel,
    decline: wanted?.voluntary ? 'decline' : null,
    restart_uri: place.restart_uri,
    error: problem?.error,
    retryAfter: problem?.retryAfter,
  });
  return pageResponse(page, {
    ...(passkey === undefined ? place.headers : withPasskeyScript(exchange, place.headers)),
    status: problem?.status ?? 200,
    ...(problem?.retryAfter === undefined ? {} : { headers: { 'retry-after': String(problem.retryAfter) } }),
  });
}

/** A code of the user's app, or one of those for the day when that is gone. */
export async function takeCode(
  exchange: Exchange,
  place: SignInPlace,
  form: Parameters,
  kind: keyof typeof CODES,
): Promise<SignInStep> {
  const { deps, tenant, request, log } = exchange;
  const half = await readHalfSignedIn(exchange, place, form.get('state'));
  if (half === null) return { outcome: 'refused', error: 'expired', status: 422 };
  const { user } = half;
  const { redeem, method, error } = CODES[kind];
  const code = form.get('code') ?? '';
  const attempted = { email_key: user.email_key, network: request.address };
  const result = await attemptCode(deps, tenant, attempted, async () =>
    (await redeem(deps, user, code)) ? half.proofWith(method) : null,
  );
  if (result.outcome === 'accepted') {
    if (kind === 'recovery_code') noteRecoveryCode(exchange, user);
    return { outcome: 'proved', user, proof: result.value };
  }
  log.info({ event: 'sign_in_refused', reason: result.reason, method, sub: user.sub }, 'second factor refused');
  const problem: SecondFactorProblem =
    result.reason === 'throttled'
      ? { error: 'throttled', status: 429, retryAfter: result.retry_after }
      : { error, status: 422 };
  return { outcome: 'asked', page: await showSecondFactor(exchange, place, half, problem) };
}

/** The page again on which a passkey was asked for as a second factor; null where that is over. */
export async function showPasskeyRefused(
  exchange: Exchange,
  place: SignInPlace,
  form: Parameters,
): Promise<Response | null> {
  const half = await readHalfSignedIn(exchange, place, form.get('state'));
  return half && showSecondFactor(exchange, place, half, { error: 'passkey', status: 422 });
}

/** The one place that knows of it: whoever is to be told that a recovery code was used, by mail too, is told from here. */
function noteRecoveryCode({ log }: Exchange, { sub }: UserRecord): void {
  log.warn({ event: 'recovery_code_used', sub }, 'a recovery code was used');
}
