import { textFrom } from './base64url.ts';
import type { Parties } from './parties.ts';

/** One plain sentence for each claim; where the two tokens differ, `id` and `access` do. APP and ISSUER stand for the parties' names. */
const NOTES: Readonly<Record<string, string | { readonly id: string; readonly access: string }>> = {
  iss: 'Issued by this ISSUER and no other.',
  sub: 'You, as ISSUER calls you. It stays the same when your name or e-mail changes.',
  aud: {
    id: 'Made for this app. Another app must not accept it as a sign-in.',
    access: 'The services that may accept it. Any other must refuse it.',
  },
  exp: 'Not valid after this moment.',
  iat: 'When it was issued.',
  nbf: 'Not valid before this moment.',
  jti: 'The serial number of this token.',
  client_id: 'The app that you allowed.',
  scope: 'What you allowed, and nothing else.',
  auth_time: 'When you last typed your password.',
  nonce: 'The random value that APP sent: this token answers that very request.',
  at_hash: 'Ties this ID token to the access token that came with it.',
  c_hash: 'Ties this ID token to the code that came with it.',
  sid: 'Your session at ISSUER, so that signing out ends the right one.',
  amr: 'How you proved that it is you: pwd is a password.',
  acr: 'How certain ISSUER is that it is you.',
  family_id: 'All tokens that come from one consent share this, so that they can be stopped together.',
  alg: 'How it is signed.',
  kid: 'Which of ISSUER’s keys signed it.',
  typ: {
    id: 'What it is: a JSON Web Token.',
    access: 'What it is: an access token. An ID token can never be passed off as one.',
  },
};

export function claimNote(name: string, token: 'id' | 'access', { app, issuer }: Parties): string {
  const note = NOTES[name] ?? 'Something about you that you allowed APP to see.';
  return (typeof note === 'string' ? note : note[token]).replace('APP', app).replace('ISSUER', issuer);
}

export interface DecodedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What a JWT says, unverified: to show it. null for a token that is no JWT. */
export function decodeToken(token: string): DecodedToken | null {
  try {
    const [header = '', claims = ''] = token.split('.');
    const read = (part: string) => JSON.parse(textFrom(part)) as Record<string, unknown>;
    return { header: read(header), claims: read(claims) };
  } catch {
    return null;
  }
}
