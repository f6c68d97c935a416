/** The parties, as an app's timeline and messages call them. */
export interface Parties {
  readonly app: string;
  readonly issuer: string;
  readonly api: string;
}

export const YOU = 'You';
