import type { ListState } from '../../api/use-list.ts';

/** A list that came all at once. */
export function whole<Item>(items: readonly Item[]): ListState<Item> {
  return { items, isLoading: false, isLoadingMore: false, error: null, more: null };
}
