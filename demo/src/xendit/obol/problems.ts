import { type Problems, problemsOf } from '../../sample/problems.ts';
import { EnvelopeError, linkOf, readEnvelope } from './envelope.ts';
import { PARTIES } from './parties.ts';

/** What goes wrong at every app, in the words of Xendit's envelope where there is one, and with its link. */
export function obolProblems(issuer: string): Problems {
  const usual = problemsOf(PARTIES);
  const { app, issuer: xendit } = PARTIES;
  function backChannelFailed(error: unknown) {
    if (!(error instanceof EnvelopeError)) return usual.backChannelFailed(error);
    const { envelope } = error;
    return {
      tone: 'bad' as const,
      title: `${xendit} refused: ${envelope.error_code}.`,
      body: `${envelope.message} Sign in again to give ${app} new tokens.`,
      ...linkOf(envelope),
    };
  }
  return {
    ...usual,
    backChannelFailed,
    signInFailed: (error) => (error instanceof EnvelopeError ? backChannelFailed(error) : usual.signInFailed(error)),
    refusedByApi(refusal) {
      const { title, status, body, allowed, step } = refusal;
      const envelope = readEnvelope(body, issuer);
      if (envelope === null) return usual.refusedByApi(refusal);
      return {
        tone: 'bad',
        title: `${title}: the API refused with ${status}, ${envelope.error_code}.`,
        body: allowed ? envelope.message : `${envelope.message} You did not allow it, so that is as it should be.`,
        ...(step === undefined ? {} : { step }),
        ...linkOf(envelope),
      };
    },
  };
}
