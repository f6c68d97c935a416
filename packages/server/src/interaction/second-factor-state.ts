import { type Method, type Proof, proofBy, proofWith } from '../accounts/factors.ts';
import type { Exchange } from '../exchange.ts';
import type { UserRecord } from '../storage/records.ts';
import type { SignInPlace } from './login-place.ts';
import { currentSession } from './session.ts';

/** Seconds between the first factor and the second. */
const TTL = 300;

const SEAL = 'second-factor';

/** Somebody who has proved something, and can prove more. */
export interface HalfSignedIn {
  readonly user: UserRecord;
  /** Where it is kept between the pages; null: in the session. */
  readonly state: string | null;
  /** What is proved once this method is added. */
  proofWith(method: Method): Proof;
}

/** The first factor of a sign-in. */
export interface Proved {
  readonly method: Method;
  /** When; now unless told. */
  readonly auth_time?: number | undefined;
}

interface State {
  readonly tenant_id: string;
  /** The browser and what its forms are made for. */
  readonly place: readonly [browser: string, purpose: string];
  readonly sub: string;
  readonly proved: Proved;
  /** Of the password that was right: changed meanwhile, it proves nothing any more. */
  readonly password: string;
  readonly expires_at: number;
}

/** After the first factor of a sign-in: what it proved travels with the page, for this browser and place only. No session yet. */
export function halfSignedIn(exchange: Exchange, place: SignInPlace, user: UserRecord, proved: Proved): HalfSignedIn {
  const { deps, tenant } = exchange;
  const state: State = {
    tenant_id: tenant.tenant_id,
    place: [place.browser.hash, place.purpose],
    sub: user.sub,
    proved,
    password: passwordMark(exchange, user),
    expires_at: deps.clock() + TTL,
  };
  return half(exchange, user, proved, deps.sealer.seal(SEAL, JSON.stringify(state)));
}

/** What the page's form brought back; null if its time is over, or it was not made for this browser and place. */
export async function readHalfSignedIn(
  exchange: Exchange,
  place: SignInPlace,
  sealed: string | undefined,
): Promise<HalfSignedIn | null> {
  if (sealed === undefined) return steppingUp(exchange);
  const { deps, tenant } = exchange;
  const opened = deps.sealer.open(SEAL, sealed);
  if (opened === null) return null;
  const state = JSON.parse(opened.toString()) as State;
  const [browser, purpose] = state.place;
  const isHere = state.tenant_id === tenant.tenant_id && browser === place.browser.hash && purpose === place.purpose;
  if (!isHere || state.expires_at <= deps.clock()) return null;
  const user = await deps.storage.users.find(tenant.tenant_id, state.sub);
  if (user === null || user.disabled_at !== null || passwordMark(exchange, user) !== state.password) return null;
  return half(exchange, user, state.proved, sealed);
}

/** One sign-in in two steps: it is made when the second is, unless the first was made elsewhere before. */
function half({ deps }: Exchange, user: UserRecord, { method, auth_time }: Proved, state: string): HalfSignedIn {
  return { user, state, proofWith: (added) => proofBy([method, added], auth_time ?? deps.clock()) };
}

/** Who is signed in and is asked for more; null if nobody is. */
async function steppingUp(exchange: Exchange): Promise<HalfSignedIn | null> {
  const signedIn = await currentSession(exchange);
  if (signedIn === null) return null;
  const { user, session } = signedIn;
  return { user, state: null, proofWith: (added) => proofWith(session, added) };
}

function passwordMark({ deps }: Exchange, { sub, password_hash }: UserRecord): string {
  return deps.sealer.mac('second-factor-password', `${sub}\0${password_hash ?? ''}`);
}
