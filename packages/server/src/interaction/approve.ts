import { OAuthError } from '@xenia/protocol/errors';
import { givenBy, givesTokens } from '@xenia/protocol/response-type';
import { formatScope, without } from '@xenia/protocol/scope';
import { hashToken } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import { seeOther, withCookies } from '../http/responses.ts';
import type { Approval, GrantStore } from '../storage/grant-port.ts';
import { recordEvent } from '../storage/record-event.ts';
import { isFirstParty } from '../tenants/first-party.ts';
import { newAuthorizationCode } from '../tokens/authorization-code.ts';
import { type FrontChannelTokens, mintFrontChannel, NO_TOKENS } from '../tokens/front-channel.ts';
import { organizationClaim } from '../tokens/organization-claim.ts';
import { answerTo, enabledClient, refuseTo } from './advance.ts';
import { attestedAcr } from './demanded-acr.ts';
import { interactionFinished, interactionUrl, type PendingAuthorization } from './pending.ts';
import type { SignedIn } from './session.ts';
import { type SessionState, sessionState } from './session-state.ts';

export interface ApprovalInput {
  readonly pending: PendingAuthorization;
  readonly signedIn: SignedIn;
  /** null when the request needed no page. */
  readonly interaction_id: string | null;
  /** What this authorization gives. */
  readonly scope: readonly string[];
  /** What the user allowed this client before. */
  readonly granted: readonly string[];
  /** Where it is installed; null where that is the user alone. */
  readonly organization: Approval['organization'];
  /** The user has just answered on the consent page. */
  readonly consented: boolean;
}

/** Remembers what the user allowed, makes what was asked for and answers the client (RFC 6749 §4.1.2, §4.2.2). */
export async function approve(exchange: Exchange, input: ApprovalInput): Promise<Response> {
  const { deps, log } = exchange;
  const { pending, signedIn } = input;
  const now = deps.clock();
  const made = await make(exchange, input, now);
  const result = await deps.storage.grants.approve(approvalRecord(exchange, input, made), now);
  const state = sessionState(exchange, pending, signedIn.session);
  if (result.outcome !== 'approved') return notApproved(exchange, input, { outcome: result.outcome, state });
  await recordConsent(exchange, input);
  await recordOrganization(exchange, input);
  noteApproval(exchange, input, made);
  log.info(
    {
      event: 'authorized',
      client_id: pending.request.client_id,
      sub: signedIn.user.sub,
      grant_id: result.grant_id,
      response_type: pending.request.response_type,
      scope: formatScope(input.scope),
      ...organizationClaim(input.organization),
      consented: input.consented,
    },
    'authorized',
  );
  const parameters = {
    ...made.tokens.parameters,
    ...(made.code === null ? {} : { code: made.code }),
    ...state.parameters,
  };
  return withCookies(answerTo(exchange, pending.target, parameters, pending.request.ui_locales), state.cookies);
}

function noteApproval({ trace }: Exchange, { scope, signedIn }: ApprovalInput, { code, tokens }: Made): void {
  const { access_token, id_token } = tokens.parameters;
  const gives = Object.entries({ code: code ?? undefined, access_token, id_token });
  trace.outcome = 'succeeded';
  trace.sub = signedIn.user.sub;
  trace.granted = {
    scope: formatScope(scope),
    gives: gives.flatMap(([name, value]) => (value === undefined ? [] : [name])),
  };
}

/** What an authorization gives, not stored yet. */
interface Made {
  readonly code: string | null;
  readonly tokens: FrontChannelTokens;
  readonly family: Approval['family'];
}

async function make(exchange: Exchange, input: ApprovalInput, now: number): Promise<Made> {
  const { request } = input.pending;
  const { user } = input.signedIn;
  const org_id = input.organization?.org_id ?? '';
  const code = givenBy(request.response_type).code
    ? await newAuthorizationCode(exchange, { client_id: request.client_id, user })
    : null;
  const family = newFamily(exchange, input, now);
  if (!givesTokens(request.response_type)) return { code, tokens: NO_TOKENS, family };
  const client = await enabledClient(exchange, request.client_id);
  const tokens = await mintFrontChannel(
    exchange,
    { client, scope: input.scope, nonce: request.nonce, user: { record: user, family, org_id } },
    { response_type: request.response_type, code },
  );
  // Alive until the last thing that it gives here is dead; the code's redemption may prolong that.
  return { code, tokens, family: { ...family, expires_at: Math.max(family.expires_at, now + tokens.expires_in) } };
}

function notApproved(
  exchange: Exchange,
  { pending, interaction_id }: ApprovalInput,
  { outcome, state }: { outcome: NotApproved; state: SessionState },
): Response {
  if (outcome === 'interaction_finished') throw interactionFinished();
  // What has changed between the decision and the commit decides what comes next now.
  if (outcome !== 'grant_missing' && interaction_id !== null) return seeOther(interactionUrl(exchange, interaction_id));
  // The client may simply ask again.
  const { code, description, reason } = REFUSALS[outcome];
  return refuseTo(exchange, pending, new OAuthError(code, description, { reason }), state);
}

type NotApproved = Exclude<Awaited<ReturnType<GrantStore['approve']>>['outcome'], 'approved'>;

const REFUSALS = {
  session_ended: { code: 'login_required', description: 'The session has ended', reason: 'session_ended' },
  grant_missing: { code: 'access_denied', description: 'The grant was revoked', reason: 'grant_revoked' },
  not_member: { code: 'access_denied', description: 'The membership has ended', reason: 'membership_ended' },
  too_many_organizations: {
    code: 'access_denied',
    description: 'The user owns too many organizations',
    reason: 'too_many_organizations',
  },
  app_not_approved: { code: 'access_denied', description: 'The app is not approved', reason: 'app_not_approved' },
} as const;

/** What the user has just allowed. What they had allowed before is in the log since then. */
async function recordConsent({ deps, tenant }: Exchange, input: ApprovalInput): Promise<void> {
  if (!input.consented) return;
  const { sub } = input.signedIn.user;
  const { client_id } = input.pending.request;
  const details = { scope: formatScope(input.scope), ...organizationClaim(input.organization) };
  await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'grant.allowed', client_id, sub, details });
}

/** What the approval has done to the organization, for whoever looks after it. */
async function recordOrganization({ deps, tenant }: Exchange, input: ApprovalInput): Promise<void> {
  const { organization, signedIn, pending } = input;
  if (organization === null) return;
  const { sub } = signedIn.user;
  const { org_id, create, app } = organization;
  const by = { actor: `user:${sub}`, sub } as const;
  if (create !== null) {
    const details = { org_id, name: create.name };
    await recordEvent(deps, tenant, { ...by, action: 'organization.created', details });
  }
  if (app !== 'given') return;
  const details = { org_id, scope: formatScope(input.scope) };
  const { client_id } = pending.request;
  await recordEvent(deps, tenant, { ...by, action: 'organization.app_approved', client_id, details });
}

/** One authorization; lives as long as a code would. */
function newFamily({ deps, tenant, dialect }: Exchange, { pending, signedIn, scope }: ApprovalInput, now: number) {
  const { request } = pending;
  const { session, user } = signedIn;
  return {
    tenant_id: tenant.tenant_id,
    family_id: deps.random(16).toString('base64url'),
    client_id: request.client_id,
    sub: user.sub,
    scope: formatScope(scope),
    resource: JSON.stringify(request.resource),
    claims: request.claims === null ? null : JSON.stringify(request.claims),
    nonce: request.nonce,
    dialect: dialect.name,
    sid: session.sid,
    auth_time: session.auth_time,
    amr: session.amr,
    acr: attestedAcr(request, session.acr),
    created_at: now,
    expires_at: now + tenant.settings.authorizationCodeTtl,
  };
}

/** What is remembered besides what was remembered before. The server's own console needs no answer, and its grant is made by its use. */
function allowedNow({ pending, consented, scope, granted }: ApprovalInput): string | null {
  if (isFirstParty(pending.request.client_id)) return formatScope(scope);
  return consented ? formatScope(without(scope, granted)) : null;
}

function approvalRecord({ deps, tenant }: Exchange, input: ApprovalInput, made: Made): Approval {
  const { request, redirect_uri } = input.pending;
  const { tenant_id, family_id, client_id, created_at } = made.family;
  return {
    interaction_id: input.interaction_id,
    grant_id: deps.random(16).toString('base64url'),
    organization: input.organization,
    allow_scope: allowedNow(input),
    family: made.family,
    code:
      made.code === null
        ? null
        : {
            tenant_id,
            family_id,
            client_id,
            created_at,
            expires_at: created_at + tenant.settings.authorizationCodeTtl,
            code_hash: hashToken(made.code),
            redirect_uri,
            code_challenge: request.code_challenge,
            redeemed_at: null,
          },
    access_token: made.tokens.access_token,
  };
}
