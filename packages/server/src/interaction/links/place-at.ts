import type { Exchange } from '../../exchange.ts';
import { interactionPlace } from '../login.ts';
import type { SignInPlace } from '../login-place.ts';
import { ownPlace } from '../sign-in.ts';
import type { Onward } from './link-state.ts';

/** Where a sign-in by mail goes on. */
export async function placeAt(exchange: Exchange, onward: Onward): Promise<SignInPlace> {
  if (onward.kind === 'app') return interactionPlace(exchange, onward.interaction);
  return ownPlace(exchange, onward.kind === 'page' ? onward.path : '/');
}
