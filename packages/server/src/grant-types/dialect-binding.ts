import type { Exchange } from '../exchange.ts';
import type { TokenFamilyRecord } from '../storage/records.ts';

/** Whether what an authorization gave may be redeemed here: only in the dialect that it was asked for in. */
export function belongsToDialect({ dialect }: Exchange, family: Pick<TokenFamilyRecord, 'dialect'>): boolean {
  return family.dialect === null || family.dialect === dialect.name;
}
