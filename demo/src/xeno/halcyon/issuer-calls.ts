import type { Fetch } from '../../sample/back-channel.ts';
import type { SampleAppOptions } from '../../sample/options.ts';
import { RefusedError } from '../../sample/problems.ts';
import { recordedFetch } from '../../sample/recorded-fetch.ts';
import type { Timeline } from '../../sample/timeline.ts';
import type { StepKind } from './explanations.ts';
import { PARTIES } from './parties.ts';

/** Milliseconds that Xeno may take for an answer. */
const TIMEOUT = 5000;

const KINDS: Readonly<Record<string, StepKind>> = {
  token: 'code_exchange',
  introspect: 'introspection',
  revoke: 'revocation',
};

/** For requests that leave Halcyon itself, whoever they are for. `apiKind`: what a request to the API is for. */
export function halcyonFetch(
  options: SampleAppOptions,
  timeline: Timeline<StepKind>,
  apiKind: StepKind = 'other',
): Fetch {
  const issuerKind = (url: string): StepKind => KINDS[url.split('/').at(-1) ?? ''] ?? 'other';
  return recordedFetch(options, { parties: PARTIES, timeline, apiKind, issuerKind });
}

/**
 * Posts a form to one of Xeno's endpoints, with Halcyon's own name and secret. Returns the JSON object that it answered,
 * empty if there was none. Throws RefusedError, and what fetch throws.
 */
export async function askIssuer(
  options: SampleAppOptions,
  timeline: Timeline<StepKind>,
  endpoint: 'token' | 'introspect' | 'revoke',
  form: Readonly<Record<string, string>>,
): Promise<Partial<Record<string, unknown>>> {
  const { issuer, client_id, client_secret } = options;
  const response = await halcyonFetch(options, timeline)(`${issuer}/oauth/${endpoint}`, {
    method: 'POST',
    body: new URLSearchParams({ client_id, client_secret, ...form }),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const body: unknown = await response.json().catch(() => null);
  const members = (typeof body === 'object' && body !== null ? body : {}) as Partial<Record<string, unknown>>;
  if (response.ok) return members;
  const { error, error_description } = members;
  throw new RefusedError(
    typeof error === 'string' ? error : `HTTP ${response.status}`,
    typeof error_description === 'string' ? error_description : undefined,
  );
}
