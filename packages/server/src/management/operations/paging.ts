import { z } from 'zod';
import type { Page } from '../../storage/port.ts';
import { ManagementError } from '../management-error.ts';
import type { TenantContext } from './operation.ts';

/** The query parameters of every list; extend it by its filters. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many at most.'),
  cursor: z.string().max(4096).optional().describe('Where to go on: the `next_cursor` of the page before.'),
});

/** The result of every list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    next_cursor: z.string().nullable().describe('For the next page; null: this is the last one.'),
  });
}

interface Listing<Row, Item> {
  /** The operation's id. */
  readonly id: string;
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
  load(page: Page): Promise<readonly Row[]>;
  /** The row's own key, after which the next page begins. */
  key(row: Row): string;
  item(row: Row): Item;
}

/**
 * One page. A cursor is sealed, and good for this operation, this tenant and these filters alone. Throws ManagementError for any other.
 */
export async function onePage<Row, Item>(
  context: TenantContext,
  { id, query, load, key, item }: Listing<Row, Item>,
): Promise<{ items: Item[]; next_cursor: string | null }> {
  const list = nameOfList(context, id, query);
  const rows = await load({ after: openCursor(context, list, query.cursor), limit: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  const { sealer } = context.deps;
  return {
    items: shown.map(item),
    next_cursor: last === undefined ? null : sealer.seal(PURPOSE, JSON.stringify([list, key(last)])),
  };
}

const PURPOSE = 'cursor';

function nameOfList({ tenant }: TenantContext, id: string, query: object): string {
  const filters = Object.entries(query).filter(([name]) => name !== 'cursor' && name !== 'limit');
  return JSON.stringify([id, tenant.tenant_id, ...filters.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function openCursor({ deps }: TenantContext, list: string, cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const opened = deps.sealer.open(PURPOSE, cursor);
  const [of, after] = opened === null ? [] : (JSON.parse(opened.toString()) as [string, string]);
  if (after !== undefined && of === list) return after;
  const problem = 'It is not the next_cursor of a page of this list with these filters; leave it out to begin anew.';
  throw new ManagementError('invalid', [{ field: 'cursor', problem }]);
}
