import type { Deps } from '../deps.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { emailKey } from './email.ts';
import { type PasswordProblem, passwordProblem } from './password-rules.ts';

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

/** What an operator gives a user (NIST SP 800-63B-4 §3.1.1.2 asks for 15 where users choose and nothing else is asked for). Characters. */
const minGivenPasswordLength = 8;

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
  const user = newUserRecord(deps, tenant, {
    email: email.trim(),
    email_key: key,
    email_verified: email_verified ? 1 : 0,
    password_hash: password === null ? null : await deps.passwords.hash(password),
    claims: JSON.stringify(claims),
  });
  if ((await deps.storage.users.create(user)) === 'created') return { outcome: 'created', user };
  return { outcome: 'refused', problems: [{ field: 'email', problem: 'belongs to another user already' }] };
}

/** A user who is not stored yet. */
export function newUserRecord(
  deps: Pick<Deps, 'clock' | 'random'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  given: Pick<UserRecord, 'email' | 'email_key' | 'email_verified' | 'password_hash' | 'claims'>,
): UserRecord {
  const now = deps.clock();
  return {
    tenant_id,
    sub: newSub(deps.random),
    ...given,
    role: null,
    created_at: now,
    updated_at: now,
    disabled_at: null,
  };
}

/** What is wrong with a password that an operator gives. `minLength`: characters. */
export function passwordProblems(
  password: string,
  email_key: string | null,
  minLength = minGivenPasswordLength,
): UserProblem[] {
  const context = email_key === null ? [] : [email_key];
  const found = passwordProblem(password, { minLength, context });
  return found === null ? [] : [{ field: 'password', problem: describePasswordProblem(found) }];
}

/** For an operator; the pages have their own words. */
function describePasswordProblem(found: PasswordProblem): string {
  switch (found.code) {
    case 'too_short':
      return `is shorter than ${found.min} characters`;
    case 'too_long':
      return `is longer than ${found.max} bytes`;
    case 'malformed':
      return 'contains half of a character';
    case 'guessable':
      return 'is made of what is tried first: common words, runs, repetitions';
    case 'personal':
      return 'is made of the e-mail address';
  }
}

/** The prefix keeps users apart from clients, whose client_id becomes `sub` of their own tokens (RFC 9700 §4.15). */
function newSub(random: Deps['random']): string {
  return `usr_${random(16).toString('hex')}`;
}
