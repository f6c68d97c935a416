import { timesIn } from './times.ts';

/** Times in English, as timesIn says. */
export const { duration, roughly, day, exactly } = timesIn('en', 'en-GB');
