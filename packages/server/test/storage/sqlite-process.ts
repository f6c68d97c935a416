import { openSqliteStorage } from '../../src/storage/sql/sqlite.ts';
import { anApproval, aPlace, aRefreshToken, NOW, redeem } from './records.ts';

/**
 * A second process on the same database. Answers on stdout, one JSON value a line.
 * `claim TENANT IDS`: waits for a line on stdin, then claims each of the comma-separated ids ten times at once.
 * `ledger`: approves and redeems without end, and writes a line for each redemption that was acknowledged.
 */
const [path = '', task, tenant_id = '', ids = ''] = process.argv.slice(2);
const storage = await openSqliteStorage({ path });
const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

if (task === 'claim') {
  answer('ready');
  await new Promise((resolve) => process.stdin.once('data', resolve));
  const attempts = ids.split(',').flatMap((id) => Array.from({ length: 10 }, () => id));
  const claims = await Promise.all(attempts.map((id) => storage.replay.claim(tenant_id, 'jti', id, NOW + 60, NOW)));
  answer(attempts.filter((_, i) => claims[i]));
  await storage.close();
  process.exit();
}

const place = await aPlace(storage);
async function redeemForEver() {
  for (;;) {
    const approval = anApproval(place);
    const token = aRefreshToken(approval.code);
    await storage.grants.approve(approval, NOW);
    await redeem(storage, approval.code, token);
    answer({ tenant_id: place.tenant_id, code: approval.code, token });
  }
}
await Promise.all(Array.from({ length: 20 }, redeemForEver));
