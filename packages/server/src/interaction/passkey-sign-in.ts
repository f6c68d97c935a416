import type { Parameters } from '@xenia/protocol/parameters';
import { proofByPasskey } from '../accounts/factors.ts';
import { redeemPasskey } from '../accounts/passkeys.ts';
import type { Exchange } from '../exchange.ts';
import { challengeBinding, type SignInPlace } from './login-place.ts';
import type { SignInStep } from './second-factor.ts';

/** A passkey proves two factors by itself, whoever was asked for what before. Nothing about it can be guessed, so nothing is counted. */
export async function takePasskey(exchange: Exchange, place: SignInPlace, form: Parameters): Promise<SignInStep> {
  const { deps, tenant, log } = exchange;
  const response = form.get('credential') ?? '';
  const redeemed = await redeemPasskey(deps, tenant, { response, ...challengeBinding(place) });
  if (redeemed !== null) {
    return { outcome: 'proved', user: redeemed.user, proof: proofByPasskey(redeemed, deps.clock()) };
  }
  log.info({ event: 'sign_in_refused', reason: 'passkey', path: exchange.path }, 'sign-in refused');
  return { outcome: 'refused', error: 'passkey', status: 422 };
}
