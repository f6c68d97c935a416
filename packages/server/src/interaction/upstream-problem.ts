import type { Exchange } from '../exchange.ts';
import type { UpstreamProviderRecord } from '../storage/upstream-records.ts';
import { UpstreamError, type UpstreamProblem } from '../upstream/upstream-error.ts';
import { pageContext } from './advance.ts';
import { type LoginProblem, showLoginAt } from './login.ts';
import type { SignInPlace } from './login-place.ts';
import { type PageResponseOptions, pageResponse, pageView } from './pages/page-response.ts';
import { type UpstreamNoticeView, upstreamNoticePage } from './pages/upstream.ts';

/** Seconds after which a provider that did not answer may be asked again. */
const RETRY_AFTER = 5;

const STATUS: Readonly<Record<UpstreamProblem, number>> = { declined: 200, unreachable: 503, failed: 502, stale: 422 };

/** What went wrong at the provider is said on the login page, from which it can be tried again. */
export async function orShowLogin(
  exchange: Exchange,
  { place, provider }: { readonly place: SignInPlace; readonly provider: UpstreamProviderRecord },
  ask: () => Promise<Response>,
): Promise<Response> {
  try {
    return await ask();
  } catch (error) {
    return showLoginAt(exchange, place, loginProblem(noteProblem(exchange, provider, error), provider));
  }
}

/** Logs why; throws on whatever is not the provider's doing. */
export function noteProblem(
  { log }: Exchange,
  { provider_id }: Pick<UpstreamProviderRecord, 'provider_id'>,
  error: unknown,
): UpstreamProblem {
  if (!(error instanceof UpstreamError)) throw error;
  const { problem, reason } = error;
  const said = { event: 'upstream_failed', provider_id, problem, reason };
  if (problem === 'declined') log.info(said, 'declined at the provider');
  else log.warn({ ...said, err: error }, 'the provider could not be used');
  return problem;
}

function loginProblem(problem: UpstreamProblem, { display_name }: UpstreamProviderRecord): LoginProblem {
  const status = STATUS[problem];
  const retry = problem === 'unreachable' ? { retryAfter: RETRY_AFTER } : {};
  return { outcome: 'refused', error: 'upstream', upstream: { problem, name: display_name }, status, ...retry };
}

/** A page that says why nobody was signed in, and where to go on. */
export function showUpstreamNotice(
  exchange: Exchange,
  notice: Pick<UpstreamNoticeView, 'why' | 'provider' | 'sign_in_url'>,
  options: PageResponseOptions = {},
): Response {
  return pageResponse(upstreamNoticePage({ ...pageView(pageContext(exchange)), ...notice }), options);
}
