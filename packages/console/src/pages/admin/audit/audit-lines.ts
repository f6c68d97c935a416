import type { Api } from '../../../api/client.ts';

/** As many at a time as the management API gives. */
const PAGE = 200;

/** The whole log, oldest first, one JSON object a line (https://jsonlines.org). `say` hears how many there are so far. Throws ApiProblem. */
export async function auditLines(api: Api, say: (count: number) => void, signal: AbortSignal): Promise<string[]> {
  const lines: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { order: 'oldest_first', limit: PAGE, cursor } as const;
    const page = await api.call('listAuditEvents', { query }, { signal });
    lines.push(...page.items.map((event) => `${JSON.stringify(event)}\n`));
    say(lines.length);
    if (page.next_cursor === null) return lines;
    cursor = page.next_cursor;
  }
}
