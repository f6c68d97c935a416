import { assertWellFormed } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { readForm } from '../../http/form.ts';
import { HttpError } from '../../http/http-error.ts';
import { seeOther } from '../../http/responses.ts';
import { verifyForm } from '../browser.ts';
import { currentSession } from '../session.ts';
import { signInUrl } from '../sign-in.ts';
import type { AccountPage } from './account-page.ts';
import { dataPage, downloadPage } from './data.ts';
import { deletionPage } from './deletion.ts';
import { devicesPage, signOutDevicePage } from './devices.ts';
import { emailPage } from './email.ts';
import { answerInvitationPage, newOrganizationPage, organizationsPage } from './organizations.ts';
import { findOrganizationPage } from './organizations-routes.ts';
import { overviewPage } from './overview.ts';
import { passwordPage } from './password.ts';
import {
  ACCOUNT_PATH,
  DATA_PATH,
  DELETION_PATH,
  DEVICES_PATH,
  DOWNLOAD_PATH,
  EMAIL_PATH,
  NEW_ORGANIZATION_PATH,
  ORGANIZATION_INVITATIONS_PATH,
  ORGANIZATIONS_PATH,
  PASSWORD_PATH,
  PROFILE_PATH,
  SIGN_OUT_DEVICE_PATH,
} from './paths.ts';
import { profilePage } from './profile.ts';
import { formPurpose } from './respond.ts';
import { securityPage } from './security.ts';
import { addPasskeyPage, removePasskeyPage, renamePasskeyPage } from './security-passkeys.ts';
import {
  ADD_PASSKEY_PATH,
  AUTHENTICATOR_PATH,
  CONNECT_PATH,
  DISCONNECT_PATH,
  DOWNLOAD_CODES_PATH,
  OFFER_PATH,
  RECOVERY_CODES_PATH,
  REMOVE_AUTHENTICATOR_PATH,
  REMOVE_PASSKEY_PATH,
  RENAME_PASSKEY_PATH,
  SECURITY_PATH,
} from './security-paths.ts';
import { downloadCodesPage, recoveryCodesPage } from './security-recovery.ts';
import { authenticatorPage, removeAuthenticatorPage } from './security-totp.ts';
import { connectPage, disconnectPage, offerPage } from './security-upstream.ts';

/** The account's pages by their exact path, relative to the issuer. What they are about is named in a form; only organizations in the path. */
const PAGES: ReadonlyMap<string, AccountPage> = new Map([
  [ACCOUNT_PATH, overviewPage],
  [PROFILE_PATH, profilePage],
  [PASSWORD_PATH, passwordPage],
  [EMAIL_PATH, emailPage],
  [SECURITY_PATH, securityPage],
  [ADD_PASSKEY_PATH, addPasskeyPage],
  [RENAME_PASSKEY_PATH, renamePasskeyPage],
  [REMOVE_PASSKEY_PATH, removePasskeyPage],
  [AUTHENTICATOR_PATH, authenticatorPage],
  [REMOVE_AUTHENTICATOR_PATH, removeAuthenticatorPage],
  [RECOVERY_CODES_PATH, recoveryCodesPage],
  [DOWNLOAD_CODES_PATH, downloadCodesPage],
  [CONNECT_PATH, connectPage],
  [DISCONNECT_PATH, disconnectPage],
  [OFFER_PATH, offerPage],
  [DEVICES_PATH, devicesPage],
  [SIGN_OUT_DEVICE_PATH, signOutDevicePage],
  [ORGANIZATIONS_PATH, organizationsPage],
  [NEW_ORGANIZATION_PATH, newOrganizationPage],
  [ORGANIZATION_INVITATIONS_PATH, answerInvitationPage],
  [DATA_PATH, dataPage],
  [DOWNLOAD_PATH, downloadPage],
  [DELETION_PATH, deletionPage],
]);

/** `{issuer}/account` and everything below it. */
export async function respondToAccount(exchange: Exchange): Promise<Response> {
  const page = pageAt(exchange.path);
  if (page === undefined) throw new HttpError(404, 'There is no such page');
  const { show, answer } = page;
  if (exchange.request.method === 'POST') {
    if (answer === undefined) throw new HttpError(405, 'Only GET', { allow: 'GET, HEAD' });
    return take(exchange, answer);
  }
  if (show === undefined) throw new HttpError(405, 'Only POST', { allow: 'POST' });
  const signedIn = await currentSession(exchange);
  return signedIn === null ? seeOther(signInUrl(exchange, exchange.path)) : show(exchange, signedIn);
}

function pageAt(path: string): AccountPage | undefined {
  return PAGES.get(path) ?? findOrganizationPage(path);
}

async function take(exchange: Exchange, answer: NonNullable<AccountPage['answer']>): Promise<Response> {
  const form = await readForm(exchange.request);
  assertWellFormed(form);
  const signedIn = await currentSession(exchange);
  if (signedIn === null) return seeOther(signInUrl(exchange, pageToReturnTo(exchange.path)));
  verifyForm(exchange, formPurpose(signedIn), form.get('csrf'));
  return answer(exchange, signedIn, form);
}

/** The nearest page that can be shown: what a form asked for is not done after a sign-in that came between. */
function pageToReturnTo(path: string): string {
  if (pageAt(path)?.show !== undefined || path === ACCOUNT_PATH) return path;
  return pageToReturnTo(path.slice(0, path.lastIndexOf('/')));
}
