import { OAuthError } from '@xenia/protocol/errors';
import { formatScope, without } from '@xenia/protocol/scope';
import { formatToken, hashToken } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import { respondTo } from '../response-modes/index.ts';
import type { Approval } from '../storage/port.ts';
import { pageContext, refuseTo } from './advance.ts';
import { interactionFinished, type PendingAuthorization } from './pending.ts';
import type { SignedIn } from './session.ts';

export interface ApprovalInput {
  readonly pending: PendingAuthorization;
  readonly signedIn: SignedIn;
  /** null when the request needed no page. */
  readonly interaction_id: string | null;
  /** What this authorization gives. */
  readonly scope: readonly string[];
  /** What the user allowed this client before. */
  readonly granted: readonly string[];
  /** The user has just answered on the consent page. */
  readonly consented: boolean;
}

/** Remembers what the user allowed, makes a code for it and answers the client (RFC 6749 §4.1.2). */
export async function approve(exchange: Exchange, input: ApprovalInput): Promise<Response> {
  const { deps, log } = exchange;
  const { pending, signedIn } = input;
  const code = formatToken('authorization_code', deps.random(32));
  const now = deps.clock();
  const result = await deps.storage.grants.approve(
    approvalRecord(exchange, input, { code_hash: hashToken(code), now }),
    now,
  );
  if (result.outcome !== 'approved') return notApproved(exchange, pending, result.outcome);
  log.info(
    {
      event: 'authorized',
      client_id: pending.request.client_id,
      sub: signedIn.user.sub,
      grant_id: result.grant_id,
      scope: formatScope(input.scope),
      consented: input.consented,
    },
    'authorized',
  );
  return respondTo(pageContext(exchange, pending.request.ui_locales), pending.target, { code });
}

function notApproved(
  exchange: Exchange,
  { target }: PendingAuthorization,
  outcome: 'interaction_finished' | 'grant_missing',
): Response {
  if (outcome === 'interaction_finished') throw interactionFinished();
  // Revoked between the decision and the commit: the client may simply ask again.
  return refuseTo(
    exchange,
    target,
    new OAuthError('access_denied', 'The grant was revoked', { reason: 'grant_revoked' }),
  );
}

function approvalRecord(exchange: Exchange, input: ApprovalInput, made: { code_hash: string; now: number }): Approval {
  const { deps, tenant } = exchange;
  const { request, redirect_uri } = input.pending;
  const { session, user } = input.signedIn;
  const family_id = deps.random(16).toString('base64url');
  const common = {
    tenant_id: tenant.tenant_id,
    family_id,
    client_id: request.client_id,
    created_at: made.now,
    expires_at: made.now + tenant.settings.authorizationCodeTtl,
  };
  const newlyAllowed = without(input.scope, input.granted);
  return {
    interaction_id: input.interaction_id,
    grant_id: deps.random(16).toString('base64url'),
    allow_scope: input.consented ? formatScope(newlyAllowed) : null,
    family: {
      ...common,
      sub: user.sub,
      scope: formatScope(input.scope),
      resource: JSON.stringify(request.resource),
      claims: request.claims === null ? null : JSON.stringify(request.claims),
      nonce: request.nonce,
      sid: session.sid,
      auth_time: session.auth_time,
      amr: session.amr,
      acr: session.acr,
    },
    code: {
      ...common,
      code_hash: made.code_hash,
      redirect_uri,
      code_challenge: request.code_challenge,
      redeemed_at: null,
    },
  };
}
