import type { Storage } from '../storage/port.ts';

/** The storage, calling `wake` after every operation that has queued mails. */
export function wakingStorage(storage: Storage, wake: () => void): Storage {
  const { tickets, mails, organizations, upstream, users, credentials } = storage;

  /** The operation, followed by `wake` where its answer says that it did what it was called for. */
  const waking =
    <A extends unknown[], R>(operation: (...args: A) => Promise<R>, isDone: (answer: R) => boolean = () => true) =>
    async (...args: A): Promise<R> => {
      const answer = await operation(...args);
      if (isDone(answer)) wake();
      return answer;
    };
  const yes = (answer: boolean) => answer;
  const some = (answer: unknown) => answer !== null;

  return {
    ...storage,
    tickets: {
      ...tickets,
      issue: waking(tickets.issue),
      redeem: waking(tickets.redeem, ({ outcome }) => outcome === 'done'),
    },
    users: {
      ...users,
      setPassword: waking(users.setPassword, some),
      delete: waking(users.delete, Array.isArray),
    },
    credentials: {
      ...credentials,
      addPasskey: waking(credentials.addPasskey, (answer) => answer === 'created'),
      removePasskey: waking(credentials.removePasskey, yes),
      addTotp: waking(credentials.addTotp, (answer) => answer === 'created'),
      removeTotp: waking(credentials.removeTotp, yes),
      reset: waking(credentials.reset, some),
      replaceRecoveryCodes: waking(credentials.replaceRecoveryCodes),
    },
    upstream: {
      ...upstream,
      link: waking(upstream.link, (answer) => answer === 'linked'),
      unlink: waking(upstream.unlink, (answer) => answer === 'unlinked'),
    },
    organizations: {
      ...organizations,
      invite: waking(organizations.invite, (answer) => answer === 'invited'),
      requestApp: waking(organizations.requestApp, (answer) => answer === 'requested'),
    },
    mails: { ...mails, enqueue: waking(mails.enqueue) },
  };
}
