import type { ShownClient } from '../clients/client.tsx';
import type { Dialect } from './dialect.ts';

/** What every step of a flow stands on. All of it ends with the page. */
export interface Play {
  readonly client: ShownClient;
  readonly issuer: string;
  /** In which the client is tried. */
  readonly dialect: Dialect;
  /** Of the client, as it was typed in; kept nowhere else. */
  readonly secret: string;
  onSecret(secret: string): void;
  /** A token is to be read. */
  onToken(token: string): void;
}

/** Whether pages from here may call the address: the policy of the console names those of its own origin alone. */
export function isHere(url: string): boolean {
  return URL.canParse(url) && new URL(url).origin === window.location.origin;
}

/** Where answers come back by themselves, if the client has it among its redirect URIs. */
export function callbackOf({ issuer }: Pick<Play, 'issuer'>): string {
  return `${issuer}/console/playground/callback`;
}
