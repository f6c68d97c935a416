import { assertWellFormed, type Parameters } from '@xenia/protocol/parameters';
import { findDialect } from '../dialects/index.ts';
import type { Exchange } from '../exchange.ts';
import { readForm } from '../http/form.ts';
import { HttpError } from '../http/http-error.ts';
import { cannotAsk, enabledClient, refuseTo, standingOf } from './advance.ts';
import { showAnswered } from './answered.ts';
import { appClosed } from './app-standing.ts';
import { approve } from './approve.ts';
import { answerAskAdmin, showAskAdmin } from './ask-admin.ts';
import { verifyForm } from './browser.ts';
import { answerConsent, showConsent } from './consent.ts';
import { answerLogin, showLogin, showStepUp } from './login.ts';
import { answerNoOrganization, showNoOrganization } from './no-organization.ts';
import { rememberedPlace } from './organization-standing.ts';
import { findInteraction, type Interaction, isOver, type PendingAuthorization } from './pending.ts';
import { resolveRedirectUri } from './redirect-uri.ts';
import { answerSelectAccount, showSelectAccount } from './select-account.ts';
import { answerSelectOrganization, showSelectOrganization } from './select-organization.ts';
import { sessionState } from './session-state.ts';
import { answerTerms, showTerms } from './terms.ts';
import { answerVerifyFirst, showVerifyFirst } from './verify-first.ts';

/** The answers that a page's form can give, by the last segment of its path. */
const ANSWERS: Readonly<
  Record<string, (exchange: Exchange, interaction: Interaction, form: Parameters) => Promise<Response>>
> = {
  login: answerLogin,
  'select-account': answerSelectAccount,
  'verify-email': answerVerifyFirst,
  'select-organization': answerSelectOrganization,
  'no-organization': answerNoOrganization,
  'ask-admin': answerAskAdmin,
  terms: answerTerms,
  consent: answerConsent,
};

/** The consent page sends one `scope` for each that is ticked. */
const REPEATABLE = new Set(['scope']);

/** `{issuer}/interaction/{id}` shows what the user must do next; `…/{id}/{answer}` takes the form of one of its pages. */
export async function respondToInteraction(
  exchange: Exchange,
  interaction_id: string,
  answer: string | undefined,
): Promise<Response> {
  const { method } = exchange.request;
  const take = answer === undefined ? undefined : Object.hasOwn(ANSWERS, answer) ? ANSWERS[answer] : undefined;
  if (answer !== undefined && take === undefined) throw new HttpError(404, 'There is no such page');
  if (take === undefined) {
    if (method !== 'GET') throw new HttpError(405, 'Only GET', { allow: 'GET' });
    const interaction = await findInteraction(exchange, interaction_id);
    await assertTargetInForce(exchange, interaction.pending);
    return showNextStep(inDialectOf(exchange, interaction), interaction);
  }
  if (method !== 'POST') throw new HttpError(405, 'Only POST', { allow: 'POST' });
  const form = await readAnswer(exchange, interaction_id);
  try {
    const interaction = await findInteraction(exchange, interaction_id);
    await assertTargetInForce(exchange, interaction.pending);
    return await take(inDialectOf(exchange, interaction), interaction, form);
  } catch (error) {
    const answered = isOver(error) ? await showAnswered(exchange, form) : null;
    if (answered === null) throw error;
    return answered;
  }
}

/** The pages are the same for all; what the client gets in the end is in the dialect that it spoke. */
function inDialectOf(exchange: Exchange, { pending }: Interaction): Exchange {
  return { ...exchange, dialect: findDialect(pending.dialect) ?? exchange.dialect };
}

/** The client may have been disabled, or its redirect URI removed, while a page was open. */
async function assertTargetInForce(exchange: Exchange, { target }: PendingAuthorization): Promise<void> {
  resolveRedirectUri(await enabledClient(exchange, target.client_id), target.redirect_uri);
}

async function readAnswer(exchange: Exchange, interaction_id: string): Promise<Parameters> {
  const form = await readForm(exchange.request, REPEATABLE);
  assertWellFormed(form);
  verifyForm(exchange, interaction_id, form.get('csrf'));
  return form;
}

async function showNextStep(exchange: Exchange, interaction: Interaction): Promise<Response> {
  const { pending, interaction_id } = interaction;
  const standing = await standingOf(exchange, pending);
  const { next, signedIn } = standing;
  if (next.step === 'refuse') {
    await exchange.deps.storage.interactions.finish(exchange.tenant.tenant_id, interaction_id);
    const state = sessionState(exchange, pending, signedIn?.session ?? null);
    return refuseTo(exchange, pending, cannotAsk(next), state);
  }
  if (next.step === 'login' || signedIn === null) return showLogin(exchange, interaction);
  if (next.step === 'closed') throw appClosed(standing.client, next.why);
  if (next.step === 'step_up') return showStepUp(exchange, interaction, next);
  if (next.step === 'select_account') return showSelectAccount(exchange, interaction, { ...standing, signedIn });
  if (next.step === 'verify_email') return showVerifyFirst(exchange, interaction, signedIn);
  if (next.step === 'select_organization') return showSelectOrganization(exchange, interaction, standing);
  if (next.step === 'no_organization') return showNoOrganization(exchange, interaction, standing);
  if (next.step === 'ask_admin') return showAskAdmin(exchange, interaction, standing);
  if (next.step === 'accept_terms') return showTerms(exchange, interaction, { ...standing, signedIn });
  if (next.step === 'consent') return showConsent(exchange, interaction, { ...standing, signedIn });
  return approve(exchange, {
    pending,
    signedIn,
    interaction_id,
    scope: pending.request.scope,
    granted: standing.granted,
    organization: rememberedPlace(exchange, standing.organization),
    consented: false,
  });
}
