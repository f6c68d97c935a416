import { createBackChannel, type Fetch } from './back-channel.ts';
import type { SampleAppOptions } from './options.ts';
import type { Parties } from './parties.ts';
import type { Timeline } from './timeline.ts';

interface Recording<Kind extends string> {
  readonly parties: Parties;
  readonly timeline: Timeline<Kind>;
  /** What a request to the API is for. */
  readonly apiKind: Kind;
  /** What a request to the issuer is for, by what it looks like. `form`: empty unless the body is one. */
  readonly issuerKind: (url: string, form: URLSearchParams) => Kind;
}

/** A fetch for requests that leave an app itself, whoever they are for; each stands in the timeline. */
export function recordedFetch<Kind extends string>(
  { api, fetch }: Pick<SampleAppOptions, 'api' | 'fetch'>,
  { parties, timeline, apiKind, issuerKind }: Recording<Kind>,
): Fetch {
  const toApi = (url: string) => new URL(url).origin === api;
  return createBackChannel<Kind>({
    fetch,
    timeline,
    names: { from: parties.app, to: (url) => (toApi(url) ? parties.api : parties.issuer) },
    kindOf: (_method, url, form) => (toApi(url) ? apiKind : issuerKind(url, form)),
  });
}
