/** What happened during one visit, request by request. `Kind`: the kinds of step that the app can explain. */
export interface Timeline<Kind extends string> {
  /** Oldest first. */
  readonly chapters: readonly Chapter<Kind>[];
  /** Starts the chapter of one thing that the visitor did; what follows belongs to it. */
  begin(title: string): void;
  /** Adds a step and returns it, so that its answer can be filled in. */
  add(step: Omit<Step<Kind>, 'number'>): Step<Kind>;
  clear(): void;
}

export interface Chapter<Kind extends string> {
  readonly number: number;
  readonly title: string;
  readonly steps: readonly Step<Kind>[];
}

/** `browser`: through the visitor's browser; `direct`: from server to server; `unseen`: the app is not there. */
export type Channel = 'browser' | 'direct' | 'unseen';

export interface Step<Kind extends string> {
  /** Counted through the whole visit. */
  readonly number: number;
  readonly kind: Kind;
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

/** A visitor who goes on for ever loses the oldest chapters, not our memory. */
const MOST_CHAPTERS = 30;

/** `before`: the chapters of a timeline that goes on. */
export function createTimeline<Kind extends string>(before: readonly Chapter<Kind>[] = []): Timeline<Kind> {
  const chapters = before.map((chapter) => ({ ...chapter, steps: [...chapter.steps] }));
  let steps = chapters.at(-1)?.steps.at(-1)?.number ?? 0;
  let begun = chapters.at(-1)?.number ?? 0;
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
