import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import type { SignedIn } from '../session.ts';

/** A page about the account of whoever is signed in. */
export interface AccountPage {
  /** For GET and HEAD; without it the path takes forms only. */
  readonly show?: (exchange: Exchange, signedIn: SignedIn) => Promise<Response>;
  /** For POST: the form came from a page of ours, in this browser, made for this person. */
  readonly answer?: (exchange: Exchange, signedIn: SignedIn, form: Parameters) => Promise<Response>;
}
