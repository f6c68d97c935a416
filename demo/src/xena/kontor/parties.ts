import type { Parties } from '../../sample/parties.ts';
import { problemsOf } from '../../sample/problems.ts';

export const PARTIES: Parties = { app: 'Kontor', issuer: 'Xena', api: 'Xena API' };
export const PROBLEMS = problemsOf(PARTIES);
