import type { Storage } from '../storage/port.ts';

/**
 * The storage, calling `wake` after every operation that may have written deliveries. One that is forgotten here is told of at the
 * next look.
 */
export function wakingStorage(storage: Storage, wake: () => void): Storage {
  const { sessions, users, grants, tickets, organizations } = storage;
  return {
    ...storage,
    sessions: {
      ...sessions,
      async start(session, replaces_session_hash, ...more) {
        const outcome = await sessions.start(session, replaces_session_hash, ...more);
        if (replaces_session_hash !== null && outcome === 'started') wake();
        return outcome;
      },
      end: async (...args) => wakeIf(await sessions.end(...args), wake),
      endOne: async (...args) => wakeIf(await sessions.endOne(...args), wake),
      endOthers: async (...args) => wakeIf(await sessions.endOthers(...args), wake),
    },
    tickets: { ...tickets, redeem: async (...args) => wakeIf(await tickets.redeem(...args), wake) },
    users: { ...users, setDisabled: async (...args) => wakeIf(await users.setDisabled(...args), wake) },
    organizations: {
      ...organizations,
      setDisabled: async (...args) => wakeIf(await organizations.setDisabled(...args), wake),
      delete: async (...args) => wakeIf(await organizations.delete(...args), wake),
      removeMember: async (...args) => wakeIf(await organizations.removeMember(...args), wake),
      decideApp: async (...args) => wakeIf(await organizations.decideApp(...args), wake),
    },
    grants: {
      ...grants,
      revoke: async (...args) => wakeIf(await grants.revoke(...args), wake),
      revokeFamily: async (...args) => wakeIf(await grants.revokeFamily(...args), wake),
    },
  };
}

function wakeIf<Result>(result: Result, wake: () => void): Result {
  if (result) wake();
  return result;
}
