import type { Parties } from '../sample/parties.ts';
import { problemsOf } from '../sample/problems.ts';

export const PARTIES: Parties = { app: 'Papyrus', issuer: 'Xenia', api: 'Notes API' };
export const PROBLEMS = problemsOf(PARTIES);
