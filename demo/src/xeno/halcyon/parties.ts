import type { Parties } from '../../sample/parties.ts';
import { isRefusal, type Problems, problemsOf } from '../../sample/problems.ts';

export const PARTIES: Parties = { app: 'Halcyon', issuer: 'Xeno', api: 'Xeno API' };

const usual = problemsOf(PARTIES, { again: 'Install it again', doing: 'installing it' });

/** Nobody signs in here: an app is installed. */
export const PROBLEMS: Problems = {
  ...usual,
  forgotten: {
    tone: 'bad',
    title: 'Halcyon has been restarted and forgot your visit.',
    body: 'It keeps what it has in memory only. Install it again: Xeno remembers what you allowed.',
  },
  signInFailed(error) {
    if (!isRefusal(error) || error.error !== 'access_denied') return usual.signInFailed(error);
    return {
      tone: 'bad',
      title: 'You did not allow it, so nothing was installed.',
      body: 'Halcyon has no token and knows nothing about your account. You can install it whenever you like.',
    };
  },
};
