import type { IssuedTokens } from '../port.ts';
import type { Executor } from './executor.ts';
import { insertInto } from './statement.ts';

const insertRefreshToken = insertInto('refresh_tokens');
const insertAccessToken = insertInto('access_tokens');

export async function storeIssued(tx: Executor, issued: IssuedTokens): Promise<void> {
  if (issued.refresh_token) await tx.run(insertRefreshToken, issued.refresh_token);
  if (issued.access_token) await tx.run(insertAccessToken, issued.access_token);
}
