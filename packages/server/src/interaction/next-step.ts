import type { OAuthErrorCode } from '@xenia/protocol/errors';
import { without } from '@xenia/protocol/scope';
import type { Acr } from '../accounts/factors.ts';
import type { AppClosed } from '../storage/app-access.ts';
import { demandedAcr, leastOf, meets } from './demanded-acr.ts';
import type { OrganizationStanding } from './organization-standing.ts';
import type { PendingAuthorization } from './pending.ts';

/** What is known when the next step is decided. */
export interface Circumstances {
  readonly pending: Pick<PendingAuthorization, 'request' | 'expected_sub' | 'login' | 'account_selected' | 'step_up'>;
  /** Who is signed in on the browser. */
  readonly session: { readonly sub: string; readonly auth_time: number; readonly acr: string } | null;
  /** The strongest that who is signed in could prove. */
  readonly reachable: Acr | null;
  /** On which organization the app is installed; null where it is installed on the user alone. */
  readonly organization: Pick<OrganizationStanding, 'place' | 'app' | 'mayFound'> | null;
  /** What the user allowed this client before (there); null if nothing (or not any more). */
  readonly granted: readonly string[] | null;
  /** Whether the client's identity is assured, so that a remembered consent may answer for the user (RFC 6749 §10.2, RFC 8252 §8.6). */
  readonly assured: boolean;
  /** Whether the tenant wants to know first that the address of who is signed in is theirs. */
  readonly unverified: boolean;
  /** Why the app is closed to who is signed in; null if it is not. */
  readonly closed: AppClosed | null;
  /** Of what is asked for, the scopes that the app may not have before a review. */
  readonly unreviewed: readonly string[];
  /** Whether the app has terms that who is signed in has not accepted in their newest version. */
  readonly terms_due: boolean;
  readonly now: number;
}

export type NextStep =
  | {
      readonly step:
        | 'login'
        | 'select_account'
        | 'verify_email'
        | 'select_organization'
        | 'no_organization'
        | 'ask_admin'
        | 'accept_terms'
        | 'consent';
      readonly error: OAuthErrorCode;
      readonly why: string;
    }
  | {
      readonly step: 'step_up';
      readonly error: OAuthErrorCode;
      readonly why: string;
      /** The least that would do. */
      readonly acr: Acr;
      /** The app takes less, too. */
      readonly voluntary: boolean;
    }
  | { readonly step: 'closed'; readonly error: OAuthErrorCode; readonly why: AppClosed }
  | { readonly step: 'refuse'; readonly error: OAuthErrorCode; readonly why: string }
  | { readonly step: 'approve' };

/**
 * What the user must do next. `error` is what a client gets that asked for no interaction (prompt=none, OIDC Core §3.1.2.6).
 */
export function nextStep(circumstances: Circumstances): NextStep {
  return (
    loginStep(circumstances) ??
    selectionStep(circumstances) ??
    appStep(circumstances) ??
    verificationStep(circumstances) ??
    stepUpStep(circumstances) ??
    organizationStep(circumstances) ??
    termsStep(circumstances) ??
    consentStep(circumstances) ?? { step: 'approve' }
  );
}

function loginStep({ pending, session, now }: Circumstances): NextStep | null {
  const login = (why: string): NextStep => ({ step: 'login', error: 'login_required', why });
  if (session === null) return login('not_signed_in');
  if (pending.login === 'required') return login('login_requested');
  const { max_age } = pending.request;
  // OIDC Core §3.1.2.1: authenticated longer ago than max_age; 0 asks for a sign-in now.
  const stale = max_age !== null && (max_age === 0 || now - session.auth_time > max_age);
  if (stale && pending.login !== 'done') return login('max_age_exceeded');
  if (pending.expected_sub === null || pending.expected_sub === session.sub) return null;
  // OIDC Core §3.1.2.2: another user than the hinted one must not be answered for.
  if (pending.login === 'done') return { step: 'refuse', error: 'login_required', why: 'another_user_signed_in' };
  return login('another_user_hinted');
}

function selectionStep({ pending }: Circumstances): NextStep | null {
  if (!pending.request.prompt.includes('select_account') || pending.account_selected) return null;
  return { step: 'select_account', error: 'account_selection_required', why: 'selection_requested' };
}

/** Own: before an app is approved, only those who work on it use it; and none has what was not reviewed. */
function appStep({ closed, unreviewed }: Circumstances): NextStep | null {
  if (closed !== null) return { step: 'closed', error: 'access_denied', why: closed };
  return unreviewed.length > 0 ? { step: 'refuse', error: 'invalid_scope', why: 'scope_needs_review' } : null;
}

function verificationStep({ unverified }: Circumstances): NextStep | null {
  return unverified ? { step: 'verify_email', error: 'interaction_required', why: 'email_not_verified' } : null;
}

/**
 * OIDC Core §5.5.1.1: an essential acr is proved or refused. One that is only wished for (§3.1.2.1) is asked for where the user can
 * prove it; the app that forbids pages, and the user who would rather not, go on with what there is.
 */
function stepUpStep({ pending, session, reachable }: Circumstances): NextStep | null {
  const demand = demandedAcr(pending.request);
  if (demand === null || session === null || meets(session.acr, demand)) return null;
  const { essential } = demand;
  if (reachable !== null && meets(reachable, demand)) {
    const forgone = pending.step_up === 'declined' || pending.request.prompt.includes('none');
    if (!essential && forgone) return null;
    const acr = leastOf(demand);
    return { step: 'step_up', error: 'login_required', why: 'acr_not_proved', acr, voluntary: !essential };
  }
  if (!essential) return null;
  // OpenID Connect Core Error Code unmet_authentication_requirements 1.0 §2.
  return { step: 'refuse', error: 'unmet_authentication_requirements', why: 'acr_beyond_user' };
}

/** Own: apps are installed on organizations, and where they want it only with the word of an admin. */
function organizationStep({ organization }: Circumstances): NextStep | null {
  if (organization === null) return null;
  const { place, app, mayFound } = organization;
  if (place.kind === 'nowhere') {
    // The consent page lets them make one.
    return mayFound ? null : { step: 'no_organization', error: 'interaction_required', why: 'no_organization' };
  }
  if (place.kind === 'choose') {
    return { step: 'select_organization', error: 'account_selection_required', why: place.why };
  }
  if (app.state === 'free') return null;
  return { step: 'ask_admin', error: 'interaction_required', why: `app_approval_${app.state}` };
}

/** Own: what the app's makers want agreed to comes before what they want allowed. */
function termsStep({ terms_due }: Circumstances): NextStep | null {
  return terms_due ? { step: 'accept_terms', error: 'interaction_required', why: 'terms_not_accepted' } : null;
}

function consentStep({ pending, granted, assured }: Circumstances): NextStep | null {
  const consent = (why: string): NextStep => ({ step: 'consent', error: 'consent_required', why });
  if (granted === null) return consent('never_allowed');
  if (pending.request.prompt.includes('consent')) return consent('consent_requested');
  if (without(pending.request.scope, granted).length > 0) return consent('more_scope');
  return assured ? null : consent('client_not_assured');
}
