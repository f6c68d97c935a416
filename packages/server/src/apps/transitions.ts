import type { AppRecord, AppState } from '../storage/app-records.ts';

/** What is done to an app between its making and its end. The first two are its developers' to do, the others an administrator's. */
export const APP_ACTIONS = ['submit', 'withdraw', 'approve', 'return', 'suspend', 'reinstate'] as const;
export type AppAction = (typeof APP_ACTIONS)[number];

/** Where each leads from each state; what is not here cannot be done. An approved app stays approved while a change of it is reviewed. */
const NEXT: Readonly<Record<AppState, Readonly<Partial<Record<AppAction, AppState>>>>> = {
  draft: { submit: 'submitted' },
  submitted: { withdraw: 'draft', approve: 'approved', return: 'returned' },
  returned: { submit: 'submitted' },
  approved: { submit: 'approved', withdraw: 'approved', approve: 'approved', return: 'approved', suspend: 'suspended' },
  suspended: { reinstate: 'approved' },
};

/** They end a review: nobody decides on what does not wait for a decision, nor takes it back. */
export const REVIEWED: readonly AppAction[] = ['withdraw', 'approve', 'return'];

/** The state that the action leads to; null if it cannot be done now. */
export function stateAfter(
  { state, review_since }: Pick<AppRecord, 'state' | 'review_since'>,
  action: AppAction,
): AppState | null {
  if (REVIEWED.includes(action) && review_since === null) return null;
  return NEXT[state][action] ?? null;
}
