import type { Exchange } from '../exchange.ts';
import { canMail } from '../mail/can-mail.ts';
import { RECOVERY_PATH } from './mail-occasion.ts';

/** Where accounts are made, relative to the issuer. */
export const SIGN_UP_PATH = '/sign-up';
/** Where a link and a code to sign in with are asked for, relative to the issuer. */
export const SIGN_IN_BY_MAIL_PATH = '/sign-in/mail';

/** The links beside a login form that lead to what is done by mail; `path`, relative to the issuer, is where it goes on. */
export interface WaysByMail {
  readonly sign_up_uri?: string;
  readonly recovery_uri?: string;
  readonly mail_uri?: string;
}

export function waysByMail({ deps, tenant }: Exchange, path: string): WaysByMail {
  if (!canMail(deps.config)) return {};
  const { signUp, signInByMail } = tenant.settings;
  const query = path === '/' ? '' : `?${new URLSearchParams({ continue: path })}`;
  const url = (own: string) => `${tenant.issuer}${own}${query}`;
  return {
    ...(signUp === 'closed' ? {} : { sign_up_uri: url(SIGN_UP_PATH) }),
    recovery_uri: url(RECOVERY_PATH),
    ...(signInByMail ? { mail_uri: url(SIGN_IN_BY_MAIL_PATH) } : {}),
  };
}
