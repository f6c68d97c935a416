/** What happened during one visit, request by request. */
export interface Timeline {
  /** Oldest first. */
  readonly chapters: readonly Chapter[];
  /** Starts the chapter of one thing that the visitor did; what follows belongs to it. */
  begin(title: string): void;
  /** Adds a step and returns it, so that its answer can be filled in. */
  add(step: Omit<Step, 'number'>): Step;
  clear(): void;
}

export interface Chapter {
  readonly number: number;
  readonly title: string;
  readonly steps: readonly Step[];
}

/** `browser`: through the visitor's browser; `direct`: from server to server; `unseen`: the app is not there. */
export type Channel = 'browser' | 'direct' | 'unseen';

export interface Step {
  /** Counted through the whole visit. */
  readonly number: number;
  readonly kind: StepKind;
  readonly channel: Channel;
  readonly from: string;
  readonly to: string;
  /** null: not a request of this app's. */
  readonly request: SentRequest | null;
  answer: Answer | null;
}

export interface SentRequest {
  readonly method: string;
  /** Without its query, which stands in `parts`. */
  readonly url: string;
  readonly parts: readonly Part[];
}

export interface Answer {
  /** null: there was none. */
  readonly status: number | null;
  /** What it was, in words, where a status does not tell. */
  readonly summary?: string;
  readonly parts: readonly Part[];
}

/** A headed list of names and values, secrets shortened already. */
export interface Part {
  readonly title: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** How many more there were. */
  readonly omitted?: number;
}

export type StepKind =
  | 'discovery'
  | 'authorization'
  | 'at_issuer'
  | 'callback'
  | 'callback_refused'
  | 'callback_forged'
  | 'code_exchange'
  | 'keys'
  | 'userinfo'
  | 'read'
  | 'write'
  | 'refresh'
  | 'overreach'
  | 'damaged'
  | 'revocation'
  | 'logout'
  | 'signed_out'
  | 'other';

/** A visitor who goes on for ever loses the oldest chapters, not our memory. */
const MOST_CHAPTERS = 30;

export function createTimeline(): Timeline {
  const chapters: { number: number; title: string; steps: Step[] }[] = [];
  let steps = 0;
  let begun = 0;
  function begin(title: string): void {
    begun += 1;
    chapters.push({ number: begun, title, steps: [] });
    if (chapters.length > MOST_CHAPTERS) chapters.shift();
  }
  return {
    chapters,
    begin,
    add(step) {
      if (chapters.length === 0) begin('Your visit');
      steps += 1;
      const added = { number: steps, ...step };
      chapters.at(-1)?.steps.push(added);
      return added;
    },
    clear() {
      chapters.length = 0;
      steps = 0;
    },
  };
}
