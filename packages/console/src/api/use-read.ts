import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useConsole } from '../console-context.tsx';
import type { Inputs, OperationId, Results } from './operations.ts';
import { ApiProblem } from './problem.ts';

interface ReadOptions {
  readonly enabled?: boolean;
  /** What is not there may be on its way: it is asked for a few times more, within about two seconds. */
  readonly mayComeSoon?: boolean;
}

/** As against the console's own rule (main.tsx), which takes a 404 for an answer. Times in milliseconds. */
const SOON = {
  retry: (count: number, error: Error) => count < 4 && error instanceof ApiProblem && error.status === 404,
  retryDelay: 500,
};

/** What an operation that changes nothing gives, kept until something says that it changed (useChange). */
export function useRead<Id extends OperationId>(
  id: Id,
  input: Inputs[Id],
  { enabled = true, mayComeSoon = false }: ReadOptions = {},
): UseQueryResult<Results[Id]> {
  const { api } = useConsole();
  return useQuery({
    queryKey: [id, input],
    queryFn: ({ signal }) => api.call(id, input, { signal }),
    enabled,
    ...(mayComeSoon ? SOON : {}),
  });
}
