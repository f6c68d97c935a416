import { leaveToSignIn, takeDeparture } from './leave.ts';
import { openSession, type Session, type Surroundings } from './session.ts';
import { SignInError } from './sign-in-error.ts';
import { redeem, silentTokens } from './tokens.ts';

export type Arrival =
  /** `page`: where they wanted to go, when they come from the sign-in. */
  | { readonly kind: 'signed_in'; readonly session: Session; readonly page: string | null }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'refused'; readonly error: SignInError };

/** Answers to which somebody has to be asked something (OIDC Core §3.1.2.6). */
const TO_BE_ASKED = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

/** What a page of the console begins with: the answer to a sign-in, the goodbye after one, or the way to one. */
export async function arrive(surroundings: Surroundings): Promise<Arrival> {
  const { environment, clock, location } = surroundings;
  if (location.pathname === `${environment.basePath}/signed-out`) return { kind: 'signed_out' };
  try {
    if (location.pathname === `${environment.basePath}/callback`) return await comeBack(surroundings);
    const tokens = await silentTokens(environment, clock);
    return { kind: 'signed_in', session: openSession(surroundings, tokens), page: null };
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    if (TO_BE_ASKED.includes(error.error)) return leaveToSignIn(surroundings);
    return { kind: 'refused', error };
  }
}

async function comeBack(surroundings: Surroundings): Promise<Arrival> {
  const { environment, clock, storage, location } = surroundings;
  const answer = Object.fromEntries(new URLSearchParams(location.search));
  const departure = takeDeparture(storage, answer.state ?? '');
  // Somebody who opened an old callback, or came from elsewhere: begin anew, at the front door.
  if (departure === null) {
    const tokens = await silentTokens(environment, clock);
    return { kind: 'signed_in', session: openSession(surroundings, tokens), page: `${environment.basePath}/` };
  }
  const { pending, page: asked } = departure;
  const tokens = await redeem(environment, clock, { code: codeOf(answer, environment.issuer), pending });
  const page = asked.startsWith(`${environment.basePath}/callback`) ? `${environment.basePath}/` : asked;
  return { kind: 'signed_in', session: openSession(surroundings, tokens), page };
}

/** That the state is known says that it is the answer to our request (RFC 9700 §4.7.1). Throws SignInError. */
function codeOf(answer: Readonly<Record<string, string>>, issuer: string): string {
  // RFC 9207 §2.4
  if (answer.iss !== issuer) throw new SignInError('invalid_issuer', 'Another server answered');
  const { code, error = 'server_error', error_description = 'There is no code in the answer' } = answer;
  if (code === undefined) throw new SignInError(error, error_description);
  return code;
}
