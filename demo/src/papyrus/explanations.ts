import type { StepKind } from './timeline.ts';

export interface Explanation {
  /** What happens. */
  readonly title: string;
  /** Why it is done, and what it protects against. What stands between backticks is a word of the protocol. */
  readonly why: string;
}

/** The steps in plain words, for somebody who has never read an RFC. */
export const EXPLANATIONS: Readonly<Record<StepKind, Explanation>> = {
  discovery: {
    title: 'Papyrus looks up where everything is',
    why: 'It was told one address only, Xenia’s. Every other address comes from here, so nobody can talk it into using a false one.',
  },
  authorization: {
    title: 'Papyrus sends you to Xenia',
    why: 'You type your password there and never here. `state` and `code_challenge` tie whatever comes back to this browser and this attempt.',
  },
  at_issuer: {
    title: 'You sign in and decide',
    why: 'Papyrus sees nothing of this step: not your password, not how you proved who you are, not what you unticked until the answer arrives.',
  },
  callback: {
    title: 'Xenia sends you back with a code',
    why: 'The code passes through your browser, where others might read it. So it is not a key yet: it works once, for a minute, and only for Papyrus. Papyrus first makes sure that `state` is its own.',
  },
  callback_refused: {
    title: 'Xenia sends you back without a code',
    why: 'No code, no tokens: Papyrus learns that you did not allow it, and nothing else about you.',
  },
  callback_forged: {
    title: 'An answer arrives that Papyrus never asked for',
    why: 'Somebody could send you a link with their own code in it, to sign you in as them and read what you write. This `state` was not made in this browser, so Papyrus throws the code away unread.',
  },
  code_exchange: {
    title: 'Papyrus trades the code for tokens',
    why: 'Straight from server to server, nothing passes through your browser. Papyrus proves twice that it is the app you allowed: with its client secret, and with the `code_verifier` behind the `code_challenge` it sent before. Whoever stole the code has neither.',
  },
  keys: {
    title: 'Papyrus fetches Xenia’s public keys',
    why: 'With them it checks the signature under the ID token: only Xenia can have made it, and nobody has changed a letter since. It also checks that `nonce` is the one it sent, so that no old ID token is played back.',
  },
  userinfo: {
    title: 'Papyrus asks who you are',
    why: 'The answer holds what you allowed it to see, and nothing more.',
  },
  read: {
    title: 'Papyrus reads your notes',
    why: 'The access token is all that the API needs. It checks without asking anyone who issued the token, that it was made for this API, that it has not expired, and that it allows `notes.read`. Then it knows whose notes to show.',
  },
  write: {
    title: 'Papyrus adds a note',
    why: 'Writing needs a permission of its own, `notes.write`. Xenia showed it apart and marked it as sensitive when it asked you.',
  },
  refresh: {
    title: 'Papyrus gets fresh tokens',
    why: 'Access tokens live briefly, so that a stolen one is soon worthless. The refresh token gets the next one while you do nothing. It is replaced each time too: if a thief and Papyrus both use the same one, Xenia notices and stops both.',
  },
  overreach: {
    title: 'Papyrus tries to delete your notes',
    why: 'You never allowed that, so the scope `notes.delete` is not in the token and the API refuses with 403. A permission that was not given cannot be taken, whatever the app’s code does.',
  },
  damaged: {
    title: 'Papyrus sends a token with one letter changed',
    why: 'The signature no longer fits, so the API refuses with 401. Nobody can write themselves a token, or add a permission to one they have.',
  },
  revocation: {
    title: 'Papyrus gives its refresh token back',
    why: 'Forgetting it would not be enough: a copy in a log or a backup would still work. From now on it does not.',
  },
  logout: {
    title: 'Papyrus sends you to Xenia to sign out there too',
    why: 'Otherwise the next person at this computer could come back in with one click, and without your password.',
  },
  signed_out: {
    title: 'Xenia sends you back, signed out',
    why: 'It returns only to an address that Papyrus registered beforehand, so a sign-out link cannot be bent to lead elsewhere.',
  },
  other: { title: 'Papyrus sends a request', why: '' },
};

/** What single parameters, headers and members are for, in a few words. */
export const FIELD_NOTES: Readonly<Record<string, string>> = {
  client_id: 'which app is asking',
  redirect_uri: 'where to send you back; it must be registered',
  response_type: 'asks for a code, not for tokens in the browser',
  scope: 'what the app would like, or may do',
  state: 'random; must come back unchanged',
  nonce: 'random; must appear inside the ID token',
  code_challenge: 'hash of a secret that Papyrus keeps until later',
  code_challenge_method: 'how the hash was made',
  code: 'the one-time code',
  iss: 'who answers; must be the Xenia that was asked',
  code_verifier: 'the secret behind code_challenge',
  grant_type: 'what is offered in exchange for tokens',
  refresh_token: 'gets new tokens later on',
  access_token: 'the key card for the API',
  id_token: 'a signed statement about who signed in',
  token_type: 'whoever bears it may use it',
  expires_in: 'seconds',
  authorization: 'the proof of who is calling',
  id_token_hint: 'whose session to end',
  post_logout_redirect_uri: 'where to go afterwards; it must be registered',
  'www-authenticate': 'what was wrong, and what would be needed',
  error: 'why not, in one word for the program',
  error_description: 'why not, for the developer',
  keys: 'the public halves; they can check, not sign',
  sub: 'your identifier, the same at each visit',
  authorization_endpoint: 'where to send you',
  token_endpoint: 'where codes become tokens',
  jwks_uri: 'where the public keys are',
};
