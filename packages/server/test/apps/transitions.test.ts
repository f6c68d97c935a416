import { describe, expect, test } from 'vitest';
import { APP_ACTIONS, type AppAction, stateAfter } from '../../src/apps/transitions.ts';
import { closedTo, isOpenToAll } from '../../src/storage/app-access.ts';
import { APP_ROLES, APP_STATES, APP_VISIBILITIES, type AppState } from '../../src/storage/app-records.ts';

/** What each action makes of an app in each state; one that waits for a review. */
const TABLE: Record<AppState, Record<AppAction, AppState | null>> = {
  draft: { submit: 'submitted', withdraw: null, approve: null, return: null, suspend: null, reinstate: null },
  submitted: {
    submit: null,
    withdraw: 'draft',
    approve: 'approved',
    return: 'returned',
    suspend: null,
    reinstate: null,
  },
  approved: {
    submit: 'approved',
    withdraw: 'approved',
    approve: 'approved',
    return: 'approved',
    suspend: 'suspended',
    reinstate: null,
  },
  returned: { submit: 'submitted', withdraw: null, approve: null, return: null, suspend: null, reinstate: null },
  suspended: { submit: null, withdraw: null, approve: null, return: null, suspend: null, reinstate: 'approved' },
};
const cells = APP_STATES.flatMap((state) => APP_ACTIONS.map((action) => [state, action] as const));

describe('the life of an app', () => {
  test.each(cells)('%s: %s', (state, action) => {
    expect(stateAfter({ state, review_since: 1 }, action)).toBe(TABLE[state][action]);
  });

  test.each(APP_STATES)('%s: nobody decides on what does not wait for a decision', (state) => {
    expect(stateAfter({ state, review_since: null }, 'approve')).toBeNull();
    expect(stateAfter({ state, review_since: null }, 'return')).toBeNull();
    expect(stateAfter({ state, review_since: null }, 'withdraw')).toBeNull();
  });

  test.each(APP_STATES.filter((state) => state !== 'suspended'))('nothing but a suspension suspends: %s', (state) => {
    const reached = APP_ACTIONS.filter((action) => stateAfter({ state, review_since: 1 }, action) === 'suspended');
    expect(reached).toEqual(state === 'approved' ? ['suspend'] : []);
  });
});

describe('to whom an app is open', () => {
  const nobody = { works_on_it: null, role: null };

  test.each(APP_ROLES)('its %s uses it in every state but suspended', (works_on_it) => {
    for (const state of APP_STATES) {
      for (const visibility of APP_VISIBILITIES) {
        const why = closedTo({ state, visibility }, { works_on_it, role: null });
        expect(why).toBe(state === 'suspended' ? 'app_suspended' : null);
      }
    }
  });

  test('others only once it is approved; an internal one only with a role; a client without an app is open', () => {
    expect(closedTo({ state: 'approved', visibility: 'public' }, nobody)).toBeNull();
    expect(closedTo({ state: 'approved', visibility: 'private' }, nobody)).toBeNull();
    expect(closedTo({ state: 'approved', visibility: 'internal' }, nobody)).toBe('app_internal');
    expect(closedTo({ state: 'approved', visibility: 'internal' }, { ...nobody, role: 'developer' })).toBeNull();
    for (const state of ['draft', 'submitted', 'returned'] as const) {
      const app = { state, visibility: 'internal' } as const;
      expect(closedTo(app, { ...nobody, role: 'operator' })).toBe('app_not_approved');
    }
    expect(closedTo(null, nobody)).toBeNull();
  });

  test('what is open to all is closed to nobody', () => {
    for (const state of APP_STATES) {
      for (const visibility of APP_VISIBILITIES) {
        expect(isOpenToAll({ state, visibility })).toBe(closedTo({ state, visibility }, nobody) === null);
      }
    }
  });
});
