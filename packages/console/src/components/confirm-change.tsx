import type { ReactNode } from 'react';
import type { OperationId, Results } from '../api/operations.ts';
import { type Change, useChange } from '../api/use-change.ts';
import { ConfirmDestructive } from './confirm-destructive.tsx';

export interface ConfirmChangeProps<Id extends OperationId> {
  readonly id: Id;
  /** What is about to be done; null: nothing, and no question is asked. */
  readonly change: Change<Id> | null;
  /** The operations whose results are then asked for anew. */
  readonly refreshes: readonly OperationId[];
  readonly title: string;
  readonly consequences: readonly ReactNode[];
  readonly verb: string;
  /** Where it is grave: what has to be typed first. */
  readonly name?: string | undefined;
  onClose(): void;
  onDone?(result: Results[Id]): void;
}

/** Asks before an operation is performed, performs it, and says where it was refused. */
export function ConfirmChange<Id extends OperationId>(props: ConfirmChangeProps<Id>) {
  const { id, change, refreshes, onClose, onDone, ...question } = props;
  const perform = useChange(id, refreshes);
  const close = () => {
    perform.reset();
    onClose();
  };
  const confirm = () => {
    if (change === null) return;
    perform.mutate(change, {
      onSuccess: (result) => {
        close();
        onDone?.(result);
      },
    });
  };
  return (
    <ConfirmDestructive
      {...question}
      opened={change !== null}
      isBusy={perform.isPending}
      error={perform.error}
      onConfirm={confirm}
      onClose={close}
    />
  );
}
