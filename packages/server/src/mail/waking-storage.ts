import type { Storage } from '../storage/port.ts';

/** The storage, calling `wake` after every operation that has queued mails. */
export function wakingStorage(storage: Storage, wake: () => void): Storage {
  const { tickets, mails } = storage;
  return {
    ...storage,
    tickets: {
      ...tickets,
      async issue(...args) {
        await tickets.issue(...args);
        wake();
      },
      async redeem(...args) {
        const answer = await tickets.redeem(...args);
        const [, , queued] = args;
        if (answer.outcome === 'done' && queued.length > 0) wake();
        return answer;
      },
    },
    mails: {
      ...mails,
      async enqueue(...args) {
        await mails.enqueue(...args);
        wake();
      },
    },
  };
}
