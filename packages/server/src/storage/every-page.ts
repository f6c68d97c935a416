import type { Page } from './port.ts';

const pageSize = 200;

/** Everything of a keyset-paged list, page by page. */
export async function* everyPage<Row>(
  list: (page: Page) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): AsyncGenerator<Row> {
  let after: string | null = null;
  for (;;) {
    const rows: Row[] = await list({ after, limit: pageSize });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = keyOf(last);
  }
}

/** As everyPage, at once: for what is never so much that it would not fit. */
export async function wholeList<Row>(
  list: (page: Page) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of everyPage(list, keyOf)) rows.push(row);
  return rows;
}
