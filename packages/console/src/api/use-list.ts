import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useConsole } from '../console-context.tsx';
import type { Inputs, ItemOf, ListId } from './operations.ts';

/** What is loaded of a list. */
export interface ListState<Item> {
  readonly items: readonly Item[];
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  readonly error: unknown;
  /** Loads the next page; null: there is none. */
  readonly more: (() => void) | null;
}

/** A list of the management API, a page at a time. */
export function useList<Id extends ListId>(id: Id, input: Inputs[Id]): ListState<ItemOf<Id>> {
  const { api } = useConsole();
  const { query = {} } = input as { query?: object };
  const loaded = useInfiniteQuery({
    queryKey: [id, input],
    queryFn: async ({ pageParam, signal }) => {
      const page = await api.call(id, { ...input, query: { ...query, cursor: pageParam ?? undefined } }, { signal });
      return page as { items: ItemOf<Id>[]; next_cursor: string | null };
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // While somebody types a search, what was found before stays.
    placeholderData: keepPreviousData,
  });
  return {
    items: loaded.data?.pages.flatMap(({ items }) => items) ?? [],
    isLoading: loaded.isPending,
    isLoadingMore: loaded.isFetchingNextPage,
    error: loaded.error,
    more: loaded.hasNextPage ? () => void loaded.fetchNextPage() : null,
  };
}
