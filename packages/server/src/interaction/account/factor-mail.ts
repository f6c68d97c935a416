import type { Exchange } from '../../exchange.ts';
import { composeMail } from '../../mail/compose.ts';
import type { FactorFacts } from '../../mail/content.ts';
import type { MailRecord } from '../../storage/account-records.ts';
import type { UserRecord } from '../../storage/records.ts';
import { pageContext } from '../advance.ts';
import { mailOccasion } from '../mail-occasion.ts';

export interface FactorChange extends Pick<FactorFacts, 'factor' | 'name'> {
  readonly template: 'factor_added' | 'factor_removed';
}

/** Tells the user, in the commit that makes it so, what signs them in from now on or no longer does. */
export function factorMail(exchange: Exchange, { email }: UserRecord, { template, ...what }: FactorChange): MailRecord {
  const { deps, tenant } = exchange;
  const facts = { ...mailOccasion(exchange), ...what };
  return composeMail(deps, tenant, { to: email, locale: pageContext(exchange).locale, template, facts });
}
