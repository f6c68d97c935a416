import type { Exchange } from '../../exchange.ts';
import { everyPage } from '../../storage/every-page.ts';
import { FOREVER } from '../../storage/records.ts';
import { listInstalled } from '../apps-installed.ts';
import type { SignedIn } from '../session.ts';
import { sessionsOf } from './devices.ts';

/**
 * What is kept about a user, for themselves: no secrets, no hashes, nothing that opens anything. Times are ISO 8601 in UTC; scopes
 * and claims have their names of the specifications.
 */
export async function accountDocument(exchange: Exchange, signedIn: SignedIn) {
  const { deps, tenant } = exchange;
  return {
    made_at: iso(deps.clock()),
    issuer: tenant.issuer,
    profile: profile(signedIn),
    sessions: await sessions(exchange, signedIn),
    apps: await apps(exchange, signedIn),
    sign_in: await waysToSignIn(exchange, signedIn),
    events: await events(exchange, signedIn),
  };
}

function profile({ user }: SignedIn) {
  const { sub, email, email_verified, claims, created_at, updated_at } = user;
  return {
    sub,
    email,
    email_verified: email_verified === 1,
    ...(JSON.parse(claims) as Record<string, unknown>),
    created_at: iso(created_at),
    updated_at: iso(updated_at),
  };
}

async function sessions(exchange: Exchange, signedIn: SignedIn) {
  return (await sessionsOf(exchange, signedIn)).map((session) => ({
    user_agent: session.user_agent,
    address: session.address,
    signed_in_at: iso(session.created_at),
    last_active_at: iso(session.last_seen_at),
    ends_at: iso(session.expires_at),
    this_device: session.sid === signedIn.session.sid,
  }));
}

async function apps(exchange: Exchange, { user }: SignedIn) {
  return (await listInstalled(exchange, user.sub)).map(({ client, grant, families, managed }) => ({
    client_id: client.client_id,
    client_name: client.metadata.client_name,
    scope: grant.scope,
    allowed_at: iso(grant.created_at),
    updated_at: iso(grant.updated_at),
    set_up_by_an_administrator: managed,
    in_force: families.map(({ scope, created_at, expires_at }) => ({
      scope,
      given_at: iso(created_at),
      ends_at: expires_at === FOREVER ? null : iso(expires_at),
    })),
  }));
}

async function waysToSignIn({ deps, tenant }: Exchange, { user }: SignedIn) {
  const { credentials } = deps.storage;
  const { sub, password_hash } = user;
  const [passkeys, factors] = await Promise.all([
    credentials.listPasskeys(tenant.tenant_id, sub),
    credentials.factors(tenant.tenant_id, sub),
  ]);
  return {
    password: password_hash !== null,
    passkeys: passkeys.map(({ name, created_at, last_used_at }) => ({
      name,
      created_at: iso(created_at),
      last_used_at: last_used_at === null ? null : iso(last_used_at),
    })),
    authenticator_app: factors.totp,
    recovery_codes_left: factors.recovery_codes,
  };
}

async function events({ deps, tenant }: Exchange, { user }: SignedIn) {
  const rows = everyPage(
    (page) => deps.storage.audit.list(tenant.tenant_id, { sub: user.sub }, page),
    ({ audit_id }) => audit_id,
  );
  const events = [];
  for await (const { at, actor, action, client_id, details } of rows) {
    events.push({ at: iso(at), actor, action, client_id, details: JSON.parse(details) as Record<string, unknown> });
  }
  return events;
}

function iso(at: number): string {
  return new Date(at * 1000).toISOString();
}
