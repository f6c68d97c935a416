import { JwsError, signJws, verifyJws } from '@xenia/protocol/jws';
import { formatToken, isWellFormedToken } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import type { UserRecord } from '../storage/records.ts';
import { signingKey } from './signing-keys.ts';

/** `typ` of a code that is a JWT: what is neither an access token nor an ID token can never be taken for one (RFC 8725 §3.11). */
const CODE_TYP = 'code+jwt';
const CODE_ALG = 'ES256';
/** Characters; a code travels in URLs, a name may be of any length. */
const MAX_NAME_LENGTH = 100;

/** Who allowed what the code stands for, and whom. */
export interface CodeSubject {
  readonly client_id: string;
  readonly user: UserRecord;
}

/**
 * A new authorization code in the dialect's shape. Either carries 256 random bits and counts only as long as storage knows its
 * hash: what a JWT says is for the client to read, and nothing here believes it.
 */
export async function newAuthorizationCode(exchange: Exchange, { client_id, user }: CodeSubject): Promise<string> {
  const { deps, tenant, dialect } = exchange;
  if (dialect.code === 'opaque') return formatToken('authorization_code', deps.random(32));
  const now = deps.clock();
  const claims = {
    iss: tenant.issuer,
    sub: user.sub,
    ...nameOf(user),
    client_id,
    jti: deps.random(32).toString('base64url'),
    iat: now,
    exp: now + tenant.settings.authorizationCodeTtl,
  };
  return signJws({ typ: CODE_TYP }, claims, signingKey(tenant, CODE_ALG, now));
}

/** What the user is called, if they ever said. */
function nameOf(user: UserRecord): { name?: string } {
  const { name } = JSON.parse(user.claims) as Record<string, unknown>;
  return typeof name === 'string' && name !== '' ? { name: name.slice(0, MAX_NAME_LENGTH).toWellFormed() } : {};
}

/** Whether this could be a code of this tenant in the dialect's shape, before it costs a look into storage. Its end is storage's say. */
export function isWellFormedCode({ tenant, dialect }: Exchange, value: string): boolean {
  if (dialect.code === 'opaque') return isWellFormedToken('authorization_code', value);
  try {
    const { header, payload } = verifyJws(value, { keys: () => tenant.keys, algorithms: [CODE_ALG] });
    return header.typ === CODE_TYP && payload.iss === tenant.issuer;
  } catch (error) {
    if (error instanceof JwsError) return false;
    throw error;
  }
}
