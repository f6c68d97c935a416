import type { TraceRecord } from '../storage/trace-records.ts';
import type { Explainer, Explanation } from './explanation.ts';
import { assertionExplanations } from './explanations/assertions.ts';
import { authorizationExplanations } from './explanations/authorization.ts';
import { clientExplanations } from './explanations/client.ts';
import { grantExplanations } from './explanations/grants.ts';
import { personExplanations } from './explanations/person.ts';
import { pkceExplanations } from './explanations/pkce.ts';
import { redirectUriExplanations } from './explanations/redirect-uri.ts';
import { requestExplanations } from './explanations/request.ts';
import type { FactValue, TraceFacts } from './facts.ts';

/** Every reason for which a request of an app is refused. */
const EXPLANATIONS: ReadonlyMap<string, Explainer> = new Map(
  [
    requestExplanations,
    clientExplanations,
    assertionExplanations,
    redirectUriExplanations,
    authorizationExplanations,
    pkceExplanations,
    grantExplanations,
    personExplanations,
  ].flatMap((explanations) => Object.entries(explanations)),
);

export function isExplained(reason: string): boolean {
  return EXPLANATIONS.has(reason);
}

/** Why the request failed and what to do, the most important first; empty where there is nothing to explain. */
export function explain({ reason }: Pick<TraceRecord, 'reason'>, facts: TraceFacts): Explanation[] {
  const refusal = reason === null ? [] : [explainReason(reason, facts)];
  return facts.refused_origin === undefined ? refusal : [...refusal, explainOrigin(facts.refused_origin)];
}

function explainReason(reason: string, facts: TraceFacts): Explanation {
  const explainer = EXPLANATIONS.get(reason) ?? {
    what: `The request was refused (${reason}).`,
    step: 'Ask whoever runs the server, with the id of this request.',
  };
  const told = typeof explainer === 'function' ? explainer(facts) : explainer;
  return { expected: expectedOf(facts), received: receivedOf(facts), hints: [], difference: null, ...told };
}

/** What came may be fine; but the browser keeps the answer from the page. */
function explainOrigin(origin: string): Explanation {
  return {
    what: 'The page that sent the request may not read the answer: its origin is not registered (CORS).',
    expected: 'an origin of a redirect URI or of the CORS origins of a client',
    received: origin,
    step: 'Add the origin to the CORS origins of the client, if it is a single-page app. Anything with a secret belongs on a server.',
    hints: ['An origin is scheme, host and port without a path; http and https, or another port, are other origins.'],
    difference: null,
  };
}

const EXPECTED = ['expected', 'registered', 'supported', 'known', 'granted', 'authorized'];
const RECEIVED = ['received', 'refused', 'presented'];

function expectedOf({ refusal }: TraceFacts): string | null {
  return firstOf(refusal, EXPECTED);
}

function receivedOf({ refusal }: TraceFacts): string | null {
  return firstOf(refusal, RECEIVED);
}

function firstOf(refusal: TraceFacts['refusal'], names: readonly string[]): string | null {
  const value: FactValue | undefined = names.map((name) => refusal?.[name]).find((one) => one != null);
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? value.join(', ') : String(value);
}
