import type { Exchange } from '../../exchange.ts';

/** Where users keep their account, whichever dialects the tenant speaks. */
export const ACCOUNT_PATH = '/account';

/** Where they see and uninstall the apps that they allowed. */
export const APPS_PATH = '/apps';

/** Where our own pages sign out, whether or not the dialect offers that to apps. */
export const SIGN_OUT_PATH = '/sign-out';

/** The paths of the account's pages, relative to the issuer. */
export const PROFILE_PATH = `${ACCOUNT_PATH}/profile`;
export const PASSWORD_PATH = `${ACCOUNT_PATH}/password`;
export const EMAIL_PATH = `${ACCOUNT_PATH}/email`;
export const DEVICES_PATH = `${ACCOUNT_PATH}/devices`;
export const SIGN_OUT_DEVICE_PATH = `${DEVICES_PATH}/sign-out`;
/** What is below it, and which organization, organizations.ts knows. */
export const ORGANIZATIONS_PATH = `${ACCOUNT_PATH}/organizations`;
export const NEW_ORGANIZATION_PATH = `${ORGANIZATIONS_PATH}/new`;
/** Where those that wait for the user are answered. */
export const ORGANIZATION_INVITATIONS_PATH = `${ORGANIZATIONS_PATH}/invitations`;
export const DATA_PATH = `${ACCOUNT_PATH}/data`;
export const DOWNLOAD_PATH = `${DATA_PATH}/download`;
export const DELETION_PATH = `${DATA_PATH}/delete`;

/** `path` is relative to the issuer. */
export function pageUrl({ tenant }: Exchange, path: string): string {
  return `${tenant.issuer}${path}`;
}
