import { sql } from 'kysely';
import type { Executor } from './executor.ts';
import { holdUser } from './held-rows.ts';
import { statement } from './statement.ts';

interface UserKey {
  tenant_id: string;
  sub: string;
}

const operator = sql.lit('operator' as const);

const roleOf = statement((db, { tenant_id, sub }: UserKey) =>
  db.selectFrom('users').select('role').where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);
/** One row for the whole installation, made when it is first held. */
const holdOperators = statement((db, _: object) =>
  db
    .insertInto('leases')
    .values({ name: sql.lit('operators'), holder: sql.lit(''), expires_at: sql.lit(0) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ holder: sql.lit('') })),
);
const otherOperator = statement((db, { sub }: { sub: string }) =>
  db
    .selectFrom('users')
    .select('sub')
    .where('role', '=', operator)
    .where('sub', '!=', sub)
    .where('disabled_at', 'is', null)
    .limit(sql.lit(1)),
);

/**
 * Holds the user until the commit, and tells whether the installation would be left without an operator who can sign in if this one
 * went. Undefined if there is no such user. Whoever is an operator is held together with all the others, so that of two who remove each
 * other the second sees what the first has done; and that before anything else, so that nobody waits in a circle.
 */
export async function holdPossibleOperator(tx: Executor, { tenant_id, sub }: UserKey) {
  const wasOperator = (await tx.first(roleOf, { tenant_id, sub }))?.role === 'operator';
  if (wasOperator) await tx.run(holdOperators, {});
  const user = await holdUser(tx, { tenant_id, sub });
  if (!user) return undefined;
  const { role, disabled_at } = user;
  // Somebody has made them one in this very moment.
  if (role === 'operator' && !wasOperator) await tx.run(holdOperators, {});
  const isOnlyOne = role === 'operator' && disabled_at === null && !(await tx.first(otherOperator, { sub }));
  return { role, isLastOperator: isOnlyOne };
}
