import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { recordEvent } from '../../storage/record-event.ts';
import { devicesPage as page } from '../pages/account-devices.ts';
import { endSession, type SignedIn } from '../session.ts';
import type { AccountPage } from './account-page.ts';
import { readDevice } from './device.ts';
import { DEVICES_PATH } from './paths.ts';
import { accountResponse, done } from './respond.ts';
import { signedOutResponse } from './signed-out.ts';

export const devicesPage: AccountPage = { show: (exchange, signedIn) => show(exchange, signedIn) };

/** Ends the session `sid`, or with `which` those of all `other` devices or of `every` one. */
export const signOutDevicePage: AccountPage = {
  answer: (exchange, signedIn, form) => {
    const which = form.get('which');
    if (which === 'every') return signOutEverywhere(exchange, signedIn);
    return which === 'other' ? signOutOthers(exchange, signedIn) : signOutOne(exchange, signedIn, form);
  },
};

async function show(exchange: Exchange, signedIn: SignedIn, gone = false): Promise<Response> {
  const sessions = await sessionsOf(exchange, signedIn);
  const devices = sessions.map(({ sid, user_agent, address, created_at, last_seen_at }) => ({
    sid,
    ...readDevice(user_agent),
    address,
    signed_in_at: created_at,
    last_active_at: last_seen_at,
    here: sid === signedIn.session.sid,
  }));
  return accountResponse(exchange, signedIn, page({ devices, gone }), gone ? { status: 404 } : {});
}

/** This one first, then those that were active last. */
export async function sessionsOf({ deps, tenant }: Exchange, { user, session }: SignedIn) {
  const { tenant_id, settings } = tenant;
  const all = await deps.storage.sessions.listOfUser(tenant_id, user.sub, deps.clock(), settings.sessionIdleTtl);
  return all.sort((a, b) => Number(b.sid === session.sid) - Number(a.sid === session.sid));
}

/** Another user's session is as unknown as one that never was. */
async function signOutOne(exchange: Exchange, signedIn: SignedIn, form: Parameters): Promise<Response> {
  const { deps, tenant } = exchange;
  const { user, session } = signedIn;
  const sid = form.get('sid') ?? '';
  if (sid === session.sid) return signOutHere(exchange);
  const { sub } = user;
  const ended = await deps.storage.sessions.endOne(tenant.tenant_id, sub, sid, eventId(exchange), deps.clock());
  if (!ended) return show(exchange, signedIn, true);
  await record(exchange, sub, { sessions: 1 });
  return done(exchange, signedIn, DEVICES_PATH, 'one');
}

async function signOutOthers(exchange: Exchange, signedIn: SignedIn): Promise<Response> {
  const ended = await endOthers(exchange, signedIn);
  return done(exchange, signedIn, DEVICES_PATH, `others:${ended}`);
}

async function signOutEverywhere(exchange: Exchange, signedIn: SignedIn): Promise<Response> {
  await endOthers(exchange, signedIn);
  return signOutHere(exchange);
}

/** How many. */
async function endOthers(exchange: Exchange, { user, session }: SignedIn): Promise<number> {
  const { deps, tenant } = exchange;
  const { sub } = user;
  const now = deps.clock();
  const ended = await deps.storage.sessions.endOthers(tenant.tenant_id, sub, session.sid, eventId(exchange), now);
  if (ended > 0) await record(exchange, sub, { sessions: ended });
  return ended;
}

async function signOutHere(exchange: Exchange): Promise<Response> {
  const { ended, cookies } = await endSession(exchange);
  return signedOutResponse(exchange, ended, cookies);
}

async function record({ deps, tenant, log }: Exchange, sub: string, details: { sessions: number }): Promise<void> {
  log.info({ event: 'devices_signed_out', sub, ...details }, 'signed out');
  await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'user.sessions_ended', sub, details });
}

function eventId({ deps }: Exchange): string {
  return deps.random(16).toString('base64url');
}
