import type { Executor } from './executor.ts';
import { statement } from './statement.ts';

const mentioning = statement((db, { tenant_id, pattern }: { tenant_id: string; pattern: string }) =>
  db.selectFrom('clients').select('metadata').where('tenant_id', '=', tenant_id).where('metadata', 'like', pattern),
);

/** What may name a scope or a resource server. */
interface NamingMetadata {
  scope?: string;
  resource?: string[];
}

/** How many clients of the tenant name this in their metadata. `names` looks again: the database only sees that the text stands there. */
export async function countClients(
  tx: Executor,
  tenant_id: string,
  what: string,
  names: (metadata: NamingMetadata) => boolean,
): Promise<number> {
  // As it stands in JSON. What a pattern would read as something else stands for any character: backslashes, which escape on PostgreSQL
  // alone, and wildcards.
  const written = JSON.stringify(what)
    .slice(1, -1)
    .replaceAll(/[\\%_]/g, '_');
  const rows = await tx.all(mentioning, { tenant_id, pattern: `%${written}%` });
  return rows.filter(({ metadata }) => names(JSON.parse(metadata) as NamingMetadata)).length;
}
