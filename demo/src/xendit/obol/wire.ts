import type { Fetch } from '../../sample/back-channel.ts';
import type { SampleAppOptions } from '../../sample/options.ts';
import { RefusedError } from '../../sample/problems.ts';
import { recordedFetch } from '../../sample/recorded-fetch.ts';
import type { Timeline } from '../../sample/timeline.ts';
import { EnvelopeError, readEnvelope } from './envelope.ts';
import type { StepKind } from './explanations.ts';
import { PARTIES } from './parties.ts';
import type { Tokens } from './session.ts';

/** Xendit's wire is its own and no library speaks it: Obol makes the requests of the document itself. */

/** Milliseconds that Xendit may take for an answer. */
const TIMEOUT = 5000;

/** As the document writes it: a JSON array, as text. */
const SCOPES = '["INVOICE.READ", "INVOICE.WRITE"]';

type Members = Readonly<Record<string, unknown>>;

/** `grant_type=code` is what others call response_type=code. `more`: beyond what the document shows. */
export function authorizationUrl(
  { issuer, client_id }: SampleAppOptions,
  more: Readonly<Record<string, string>> = {},
): string {
  return `${issuer}/auth?${new URLSearchParams({ client_id, grant_type: 'code', scopes: SCOPES, ...more })}`;
}

/** For requests that leave Obol itself, whoever they are for. */
export function obolFetch(options: SampleAppOptions, timeline: Timeline<StepKind>, kind: StepKind): Fetch {
  return recordedFetch(options, { parties: PARTIES, timeline, apiKind: kind, issuerKind: () => kind });
}

/**
 * Asks Xendit: `GET`, or `POST` of `body` as JSON. Returns the members of its JSON answer.
 * Throws EnvelopeError or RefusedError for a refusal, and what fetch throws.
 */
export async function ask(
  options: SampleAppOptions,
  timeline: Timeline<StepKind>,
  { kind, url, body }: { readonly kind: StepKind; readonly url: string; readonly body?: Members },
): Promise<Members> {
  const response = await obolFetch(
    options,
    timeline,
    kind,
  )(url, {
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    // A redirect would carry the secrets elsewhere.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return typeof answer === 'object' && answer !== null ? (answer as Members) : {};
  const envelope = readEnvelope(answer, options.issuer);
  throw envelope === null ? new RefusedError(`HTTP ${response.status}`) : new EnvelopeError(envelope);
}

/** `POST /oauth/tokens`: a code or a refresh token for tokens. Throws what ask() throws, and Error for an answer without a token. */
export async function requestTokens(
  options: SampleAppOptions,
  timeline: Timeline<StepKind>,
  { kind, body }: { readonly kind: StepKind; readonly body: Members },
): Promise<Tokens> {
  const answer = await ask(options, timeline, { kind, url: `${options.issuer}/oauth/tokens`, body });
  const { access_token, refresh_token, scope } = answer;
  if (typeof access_token !== 'string') throw new Error('there was no access_token in it');
  return {
    access_token,
    refresh_token: typeof refresh_token === 'string' ? refresh_token : null,
    scope: typeof scope === 'string' ? scope.split(' ') : [],
  };
}
