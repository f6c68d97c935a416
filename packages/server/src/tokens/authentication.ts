import type { TokenFamilyRecord } from '../storage/records.ts';

/** How the user signed in, for tokens that say so (RFC 9068 §2.2.1); nothing where nobody did, as for a service account. */
export function authenticationOf({ auth_time, acr, amr }: Pick<TokenFamilyRecord, 'auth_time' | 'acr' | 'amr'>): {
  auth_time?: number;
  acr?: string;
  amr?: string[];
} {
  return amr === '' ? {} : { auth_time, acr, amr: amr.split(' ') };
}
