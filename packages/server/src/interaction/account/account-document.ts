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
    organizations: await organizations(exchange, signedIn),
    sign_in: await waysToSignIn(exchange, signedIn),
    events: await events(exchange, signedIn),
  };
}

function profile({ user }: SignedIn) {
  const { sub, email, email_verified, claims, role, created_at, updated_at } = user;
  return {
    sub,
    email,
    email_verified: email_verified === 1,
    ...(JSON.parse(claims) as Record<string, unknown>),
    ...(role === null ? {} : { role }),
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
  return (await listInstalled(exchange, user.sub)).map(({ client, grant, organization, families, managed }) => ({
    client_id: client.client_id,
    client_name: client.metadata.client_name,
    organization: organization?.name ?? null,
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

async function organizations({ deps, tenant }: Exchange, { user }: SignedIn) {
  const mine: { name: string; role: string }[] = [];
  const memberships = everyPage(
    (page) => deps.storage.organizations.listOfUser(tenant.tenant_id, user.sub, page),
    ({ organization }) => organization.org_id,
  );
  for await (const { organization, role } of memberships) mine.push({ name: organization.name, role });
  return mine;
}

async function waysToSignIn({ deps, tenant }: Exchange, { user }: SignedIn) {
  const { credentials } = deps.storage;
  const { sub, password_hash } = user;
  const [passkeys, factors, identities] = await Promise.all([
    credentials.listPasskeys(tenant.tenant_id, sub),
    credentials.factors(tenant.tenant_id, sub),
    deps.storage.upstream.listIdentities(tenant.tenant_id, sub),
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
    connected_sign_ins: identities.map(({ provider_id, upstream_sub, email, created_at, last_used_at }) => ({
      provider_id,
      sub_there: upstream_sub,
      email,
      connected_at: iso(created_at),
      last_used_at: last_used_at === null ? null : iso(last_used_at),
    })),
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
