import { ACCOUNT_PATH } from './paths.ts';

/** Where users keep what they sign in with; paths relative to the issuer. */
export const SECURITY_PATH = `${ACCOUNT_PATH}/security`;
export const ADD_PASSKEY_PATH = `${SECURITY_PATH}/passkeys/add`;
export const RENAME_PASSKEY_PATH = `${SECURITY_PATH}/passkeys/rename`;
export const REMOVE_PASSKEY_PATH = `${SECURITY_PATH}/passkeys/remove`;
export const AUTHENTICATOR_PATH = `${SECURITY_PATH}/authenticator`;
export const REMOVE_AUTHENTICATOR_PATH = `${AUTHENTICATOR_PATH}/remove`;
export const RECOVERY_CODES_PATH = `${SECURITY_PATH}/recovery-codes`;
export const CONNECT_PATH = `${SECURITY_PATH}/connections/connect`;
export const DISCONNECT_PATH = `${SECURITY_PATH}/connections/disconnect`;
/** Where something is connected that a provider said before its user signed in. */
export const OFFER_PATH = `${SECURITY_PATH}/connections/offer`;
export const DOWNLOAD_CODES_PATH = `${RECOVERY_CODES_PATH}/download`;
