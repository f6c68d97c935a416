import type { Explanation } from '../pages/timeline.ts';
import type { Parties } from '../parties.ts';

/** The steps that every such app takes. */
export type OpenIdKind =
  | 'discovery'
  | 'authorization'
  | 'at_issuer'
  | 'callback'
  | 'callback_refused'
  | 'callback_forged'
  | 'code_exchange'
  | 'keys'
  | 'userinfo'
  | 'refresh'
  | 'revocation'
  | 'logout'
  | 'signed_out'
  | 'other';

/** The steps in plain words, for somebody who has never read an RFC. */
export function openIdExplanations({ app, issuer }: Parties): Readonly<Record<OpenIdKind, Explanation>> {
  return {
    discovery: {
      title: `${app} looks up where everything is`,
      why: `It was told one address only, ${issuer}’s. Every other address comes from here, so nobody can talk it into using a false one.`,
    },
    authorization: {
      title: `${app} sends you to ${issuer}`,
      why: 'You type your password there and never here. `state` and `code_challenge` tie whatever comes back to this browser and this attempt.',
    },
    at_issuer: {
      title: 'You sign in and decide',
      why: `${app} sees nothing of this step: not your password, not how you proved who you are, not what you unticked until the answer arrives.`,
    },
    callback: {
      title: `${issuer} sends you back with a code`,
      why: `The code passes through your browser, where others might read it. So it is not a key yet: it works once, for a minute, and only for ${app}. ${app} first makes sure that \`state\` is its own.`,
    },
    callback_refused: {
      title: `${issuer} sends you back without a code`,
      why: `No code, no tokens: ${app} learns that you did not allow it, and nothing else about you.`,
    },
    callback_forged: {
      title: `An answer arrives that ${app} never asked for`,
      why: `Somebody could send you a link with their own code in it, to sign you in as them and read what you write. This \`state\` was not made in this browser, so ${app} throws the code away unread.`,
    },
    code_exchange: {
      title: `${app} trades the code for tokens`,
      why: `Straight from server to server, nothing passes through your browser. ${app} proves twice that it is the app you allowed: with its client secret, and with the \`code_verifier\` behind the \`code_challenge\` it sent before. Whoever stole the code has neither.`,
    },
    keys: {
      title: `${app} fetches ${issuer}’s public keys`,
      why: `With them it checks the signature under the ID token: only ${issuer} can have made it, and nobody has changed a letter since. It also checks that \`nonce\` is the one it sent, so that no old ID token is played back.`,
    },
    userinfo: {
      title: `${app} asks who you are`,
      why: 'The answer holds what you allowed it to see, and nothing more.',
    },
    refresh: {
      title: `${app} gets fresh tokens`,
      why: `Access tokens live briefly, so that a stolen one is soon worthless. The refresh token gets the next one while you do nothing. It is replaced each time too: if a thief and ${app} both use the same one, ${issuer} notices and stops both.`,
    },
    revocation: {
      title: `${app} gives its refresh token back`,
      why: 'Forgetting it would not be enough: a copy in a log or a backup would still work. From now on it does not.',
    },
    logout: {
      title: `${app} sends you to ${issuer} to sign out there too`,
      why: 'Otherwise the next person at this computer could come back in with one click, and without your password.',
    },
    signed_out: {
      title: `${issuer} sends you back, signed out`,
      why: `It returns only to an address that ${app} registered beforehand, so a sign-out link cannot be bent to lead elsewhere.`,
    },
    other: { title: `${app} sends a request`, why: '' },
  };
}
