/** What a poller takes from storage: some at a time. */
export interface Work {
  /** Takes some of what is due and begins it. 'more': there may be more that could be taken at once. */
  take(): Promise<'more' | 'enough'>;
  /** What was begun and has not ended. None of it rejects. */
  readonly underWay: ReadonlySet<Promise<void>>;
}

/** Takes what is due when it is woken and, once started, by itself every few seconds. */
export interface Poller {
  wake(): void;
  /** Wakes; resolves when all that could be taken has ended. Never rejects. */
  takeAll(): Promise<void>;
  start(): void;
  /** Takes nothing more. */
  halt(): void;
  /** When nothing is under way any more. */
  settled(): Promise<void>;
}

/** Seconds between two looks. */
const INTERVAL = 5;

/** `failed` is told why nothing could be taken; it is tried again at the next look. */
export function createPoller(work: Work, failed: (error: unknown) => void): Poller {
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let halted = false;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    lookAgain = true;
    if (halted || looking !== null) return;
    looking = look()
      .catch((error: unknown) => {
        lookAgain = false;
        failed(error);
      })
      .finally(() => {
        looking = null;
        if (lookAgain) wake();
      });
  }

  async function look(): Promise<void> {
    while (lookAgain && !halted) {
      lookAgain = false;
      if ((await work.take()) === 'more') lookAgain = true;
    }
  }

  async function settled(): Promise<void> {
    while (looking !== null || work.underWay.size > 0) await Promise.all([looking, ...work.underWay]);
  }

  return {
    wake,
    takeAll() {
      wake();
      return settled();
    },
    start() {
      timer = setInterval(wake, INTERVAL * 1000);
      timer.unref();
      wake();
    },
    halt() {
      halted = true;
      clearInterval(timer);
    },
    settled,
  };
}
