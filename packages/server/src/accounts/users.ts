import type { Deps } from '../deps.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { commonPasswords } from './common-passwords.ts';
import { emailKey } from './email.ts';
import { maxPasswordBytes } from './passwords.ts';

export interface NewUser {
  email: string;
  /** null: cannot sign in with a password. */
  password: string | null;
  /** Whether the address is known to be the user's. */
  email_verified: boolean;
  /** Standard claims of OIDC Core §5.1 other than sub and email. */
  claims: Readonly<Record<string, unknown>>;
}

export interface UserProblem {
  field: 'email' | 'password';
  problem: string;
}

export type CreateUserResult =
  | { outcome: 'created'; user: UserRecord }
  | { outcome: 'refused'; problems: UserProblem[] };

/** With a second factor 8 would do (NIST SP 800-63B-4 §3.1.1.2 asks for 15 where there is none). Characters. */
const minPasswordLength = 8;

/** Throws BusyError and StorageUnavailableError. */
export async function createUser(
  deps: Pick<Deps, 'storage' | 'passwords' | 'clock' | 'random'>,
  tenant: Pick<Tenant, 'tenant_id'>,
  { email, password, email_verified, claims }: NewUser,
): Promise<CreateUserResult> {
  const key = emailKey(email);
  const problems: UserProblem[] = [
    ...(key === null ? [{ field: 'email' as const, problem: 'is not an e-mail address' }] : []),
    ...(password === null ? [] : passwordProblems(password, key)),
  ];
  if (key === null || problems.length > 0) return { outcome: 'refused', problems };
  const now = deps.clock();
  const user: UserRecord = {
    tenant_id: tenant.tenant_id,
    sub: newSub(deps.random),
    email: email.trim(),
    email_key: key,
    email_verified: email_verified ? 1 : 0,
    password_hash: password === null ? null : await deps.passwords.hash(password),
    claims: JSON.stringify(claims),
    created_at: now,
    updated_at: now,
    disabled_at: null,
  };
  if ((await deps.storage.users.create(user)) === 'created') return { outcome: 'created', user };
  return { outcome: 'refused', problems: [{ field: 'email', problem: 'belongs to another user already' }] };
}

/** No rules of composition, no cutting; length and a block-list (NIST SP 800-63B-4 §3.1.1.2). */
function passwordProblems(password: string, email_key: string | null): UserProblem[] {
  const problem = (text: string): UserProblem[] => [{ field: 'password', problem: text }];
  const normalised = password.normalize('NFKC');
  if ([...normalised].length < minPasswordLength) return problem(`is shorter than ${minPasswordLength} characters`);
  if (Buffer.byteLength(password) > maxPasswordBytes) return problem(`is longer than ${maxPasswordBytes} bytes`);
  if (!password.isWellFormed()) return problem('contains half of a character');
  const lower = normalised.toLowerCase();
  if (commonPasswords.has(lower)) return problem('is one of the most used passwords, which are tried first');
  return lower === email_key ? problem('is the e-mail address') : [];
}

/** The prefix keeps users apart from clients, whose client_id becomes `sub` of their own tokens (RFC 9700 §4.15). */
function newSub(random: Deps['random']): string {
  return `usr_${random(16).toString('hex')}`;
}
