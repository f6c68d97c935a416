/** One user's place in one company's accounts. */
export interface Membership {
  readonly FiscalSetupId: number;
  readonly CompanyName: string;
  readonly Role: 'Owner' | 'Bookkeeper';
}

/** One company's accounts in the current fiscal year. Amounts in the currency's units, income positive. */
export interface FiscalSetup {
  readonly Id: number;
  readonly CompanyName: string;
  readonly Currency: string;
  readonly FiscalYear: string;
  readonly VatPeriod: 'Monthly' | 'Quarterly';
  readonly Accounts: readonly { readonly Number: number; readonly Name: string; readonly Balance: number }[];
  readonly Result: number;
}

interface Books extends FiscalSetup {
  readonly Role: Membership['Role'];
}

/** What the users of this product keep in it. */
export interface Ledger {
  nameOf(sub: string): string | null;
  membershipsOf(sub: string): Membership[];
  fiscalSetupsOf(sub: string): FiscalSetup[];
}

const FERRIES = books('Owner', {
  Id: 1041,
  CompanyName: 'Phaeacian Ferries',
  Currency: 'EUR',
  FiscalYear: '2026',
  VatPeriod: 'Quarterly',
  Accounts: [
    { Number: 1010, Name: 'Passages', Balance: 184_320.5 },
    { Number: 1020, Name: 'Cargo', Balance: 61_875 },
    { Number: 2210, Name: 'Timber and pitch', Balance: -48_910.25 },
    { Number: 2300, Name: 'Crews', Balance: -97_400 },
  ],
});

const OLIVES = books('Bookkeeper', {
  Id: 1187,
  CompanyName: 'Alcinous & Daughters, Olives',
  Currency: 'EUR',
  FiscalYear: '2026',
  VatPeriod: 'Monthly',
  Accounts: [
    { Number: 1010, Name: 'Oil', Balance: 22_140.8 },
    { Number: 2100, Name: 'Jars', Balance: -3_265.4 },
    { Number: 2300, Name: 'Harvest', Balance: -19_480 },
  ],
});

/** Sample books for one user who is known by name; anybody else finds nothing. */
export function createLedger(known: { readonly sub: string; readonly name: string }): Ledger {
  const of = (sub: string) => (sub === known.sub ? [FERRIES, OLIVES] : []);
  return {
    nameOf: (sub) => (sub === known.sub ? known.name : null),
    membershipsOf: (sub) => of(sub).map(({ Id, CompanyName, Role }) => ({ FiscalSetupId: Id, CompanyName, Role })),
    fiscalSetupsOf: (sub) => of(sub).map(({ Role: _, ...setup }) => setup),
  };
}

function books(Role: Membership['Role'], setup: Omit<FiscalSetup, 'Result'>): Books {
  return { ...setup, Role, Result: setup.Accounts.reduce((sum, { Balance }) => sum + Balance, 0) };
}
