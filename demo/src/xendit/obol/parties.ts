import type { Parties } from '../../sample/parties.ts';

export const PARTIES: Parties = { app: 'Obol', issuer: 'Xendit', api: 'Payments API' };
