import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useConsole } from '../console-context.tsx';
import type { CallOptions } from './client.ts';
import type { Inputs, OperationId, Results } from './operations.ts';

export type Change<Id extends OperationId> = Inputs[Id] & Pick<CallOptions, 'revision'>;

/** An operation that changes something. `refreshes`: the operations whose results are then asked for anew. */
export function useChange<Id extends OperationId>(
  id: Id,
  refreshes: readonly OperationId[],
): UseMutationResult<Results[Id], unknown, Change<Id>> {
  const { api } = useConsole();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ revision, ...input }: Change<Id>) => api.call(id, input as Inputs[Id], { revision }),
    onSuccess: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => refreshes.includes(queryKey[0] as OperationId) }),
  });
}
