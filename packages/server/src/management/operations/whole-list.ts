import type { TenantContext } from './operation.ts';
import { onePage } from './paging.ts';

interface WholeListing<Row> {
  /** The operation's id. */
  readonly id: string;
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
  readonly rows: readonly Row[];
  /** Decides the order, and where the next page begins. */
  key(row: Row): string;
}

/** One page of a list that is short enough to be read at once. */
export function pageOfWhole<Row>(
  context: TenantContext,
  { id, query, rows, key }: WholeListing<Row>,
): Promise<{ items: Row[]; next_cursor: string | null }> {
  const sorted = rows.map((row) => [key(row), row] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return onePage(context, {
    id,
    query,
    load: async ({ after, limit }) =>
      sorted
        .filter(([place]) => after === null || place > after)
        .slice(0, limit)
        .map(([, row]) => row),
    key,
    item: (row) => row,
  });
}

/** A number as a part of a key: the lowest comes first. */
export function sortable(value: number): string {
  return String(value).padStart(12, '0');
}
