import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useConsole } from '../console-context.tsx';
import type { Inputs, OperationId, Results } from './operations.ts';

/** What an operation that changes nothing gives, kept until something says that it changed (useChange). */
export function useRead<Id extends OperationId>(
  id: Id,
  input: Inputs[Id],
  { enabled = true }: { enabled?: boolean } = {},
): UseQueryResult<Results[Id]> {
  const { api } = useConsole();
  return useQuery({ queryKey: [id, input], queryFn: ({ signal }) => api.call(id, input, { signal }), enabled });
}
