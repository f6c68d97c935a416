import type { Refusal } from '@xenia/protocol/errors';
import { maskSecrets } from '../observability/redaction.ts';
import type { Granted, TraceNotes } from './notes.ts';

/** What is kept of a request: never a secret, a code, a token, a verifier, an assertion, a cookie, `state` or `nonce`. */
export interface TraceFacts {
  /** What came, in RFC names and in order: the value where it may be kept, else how long it was. */
  readonly parameters: Readonly<Record<string, string | number>>;
  /** Parameters whose very names were not fit to be kept. */
  readonly nameless?: number;
  /** The client's credentials came in the Authorization header. */
  readonly basic?: true;
  /** What the rule that refused it found (protocol/errors.ts), without its name. */
  readonly refusal?: Readonly<Record<string, FactValue>>;
  readonly granted?: Granted;
  /** The origin of the page that asked and that may not read the answer (CORS). */
  readonly refused_origin?: string;
}

export type FactValue = string | number | boolean | null | readonly string[];

/** Parameters whose values are kept. All others may carry something secret, or something about a person. */
const KEPT: ReadonlySet<string> = new Set([
  'acr_values',
  'audience',
  'client_assertion_type',
  'client_id',
  'code_challenge_method',
  'display',
  'grant_type',
  'max_age',
  'post_logout_redirect_uri',
  'prompt',
  'redirect_uri',
  'requested_token_type',
  'resource',
  'response_mode',
  'response_type',
  'scope',
  'token_type_hint',
  'ui_locales',
]);

/** Facts of a refusal that are kept. */
const KEPT_FACTS: ReadonlySet<string> = new Set([
  'authorized',
  'expected',
  'expired_ago',
  'expired_at',
  'granted',
  'hint',
  'known',
  'length',
  'lifetime',
  'methods',
  'needed',
  'parameter',
  'plain',
  'presented',
  'presented_hint',
  'received',
  'redeemed_ago',
  'refused',
  'registered',
  'revocation_reason',
  'rotated_ago',
  'shape',
  'skew',
  'status',
  'supported',
  'why',
]);

const MAX_VALUE = 500;
const MAX_PARAMETERS = 40;
const MAX_LIST = 20;
/** Letters and underscores only: a parameter's name has no digits, a secret in its place nearly always. */
const PARAMETER_NAME = /^[a-z][a-z_-]{0,31}$/i;
/** Shorter values (a state of `x`) would mask half the text that they happen to stand in. */
const MIN_SECRET = 8;

export function factsOf(notes: TraceNotes, refusal: Refusal | null, refused_origin: string | null): TraceFacts {
  const { parameters, basic, granted } = notes;
  const safe = masking(notes);
  const kept: Record<string, string | number> = {};
  let nameless = 0;
  for (const name of parameters?.names().slice(0, MAX_PARAMETERS) ?? []) {
    const value = parameters?.getAll(name).join(' ') ?? '';
    if (KEPT.has(name)) kept[name] = safe(value);
    else if (PARAMETER_NAME.test(name)) kept[safe(name)] = value.length;
    else nameless += 1;
  }
  return {
    parameters: kept,
    ...(nameless === 0 ? {} : { nameless }),
    ...(basic === null ? {} : { basic: true }),
    ...(refusal === null ? {} : { refusal: keptFacts(refusal, safe) }),
    ...(granted === null ? {} : { granted }),
    ...(refused_origin === null ? {} : { refused_origin: safe(refused_origin) }),
  };
}

type Masking = (text: string) => string;

/** What looks like a token is masked, and so is whatever the same request brought as a secret, wherever it stands besides. */
function masking({ parameters, basic }: TraceNotes): Masking {
  const secrets = (parameters?.names() ?? [])
    .filter((name) => !KEPT.has(name))
    .flatMap((name) => parameters?.getAll(name) ?? []);
  if (basic !== null) secrets.push(basic.client_secret);
  const long = secrets.filter(({ length }) => length >= MIN_SECRET);
  return (text) => {
    let masked = text;
    for (const secret of long) if (masked.includes(secret)) masked = masked.replaceAll(secret, '[redacted]');
    return maskSecrets(masked).slice(0, MAX_VALUE);
  };
}

function keptFacts({ reason: _, ...facts }: Refusal, safe: Masking): Record<string, FactValue> {
  const kept: Record<string, FactValue> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (!KEPT_FACTS.has(name) || value === undefined) continue;
    if (typeof value === 'string') kept[name] = safe(value);
    else if (typeof value !== 'object' || value === null) kept[name] = value;
    else kept[name] = value.slice(0, MAX_LIST).map(safe);
  }
  return kept;
}
