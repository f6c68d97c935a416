import { FIELD_NOTES } from '../../sample/field-notes.ts';
import type { Explanation, TimelineTexts } from '../../sample/pages/timeline.ts';
import { booksExplanations } from '../explanations.ts';
import type { BooksKind } from '../read-books.ts';
import { PARTIES } from './parties.ts';

export type AbaxKind =
  | BooksKind
  | 'damaged'
  | 'discovery'
  | 'authorization'
  | 'at_issuer'
  | 'callback'
  | 'callback_refused'
  | 'callback_forged'
  | 'keys'
  | 'userinfo'
  | 'silent_request'
  | 'silent_answer'
  | 'logout'
  | 'signed_out'
  | 'other';

const EXPLANATIONS: Readonly<Record<AbaxKind, Explanation>> = {
  ...booksExplanations(PARTIES.app),
  discovery: {
    title: 'Abax looks up where everything is',
    why: 'It was told one address only, Xena’s. Every other address comes from here.',
  },
  authorization: {
    title: 'Abax sends you to Xena',
    why: 'It asks for `id_token token`: both come back at once, to this page. That is the implicit flow, made when browsers could ask no other server for anything. `state` ties the answer to this tab, `nonce` ties the ID token to this attempt.',
  },
  at_issuer: {
    title: 'You sign in and decide',
    why: 'Abax sees nothing of this step: not your password, not how you proved who you are.',
  },
  callback: {
    title: 'Xena sends you back with both tokens',
    why: 'They stand behind the `#`, which browsers send to no server, and Abax takes them out of the address at once. Still they passed through it: a history, an extension or a script on this page could have read them. That is why newer apps ask for a code instead.',
  },
  callback_refused: {
    title: 'Xena sends you back without tokens',
    why: 'Abax learns that you did not allow it, and nothing else about you.',
  },
  callback_forged: {
    title: 'An answer arrives that Abax never asked for',
    why: 'Somebody could send you a link with their own tokens in it, so that you keep their books. This `state` was not made in this tab, so Abax throws the tokens away unread.',
  },
  keys: {
    title: 'Abax fetches Xena’s public keys',
    why: 'With them the browser checks the signature under the ID token, then `nonce`, and then `at_hash`: the fingerprint of the access token. So neither of the two can be swapped for somebody else’s.',
  },
  userinfo: {
    title: 'Abax asks who you are',
    why: 'The answer holds what you allowed it to see, and nothing more.',
  },
  silent_request: {
    title: 'Abax asks again, in a frame that nobody sees',
    why: 'There is no refresh token: a page could not keep it safe. Instead `prompt=none` asks Xena to answer without a word to you, as long as you are signed in there and have not changed your mind.',
  },
  silent_answer: {
    title: 'Xena answers into the frame',
    why: 'The frame hands the answer to the page it belongs to, and to no other. Abax checks it like the first one, and that it is about the same person.',
  },
  logout: {
    title: 'Abax forgets its tokens and sends you to Xena to sign out',
    why: 'Otherwise the next person at this computer could come back in with one click, and without your password.',
  },
  signed_out: {
    title: 'Xena sends you back, signed out',
    why: 'It returns only to an address that Abax registered beforehand, so a sign-out link cannot be bent to lead elsewhere.',
  },
  other: { title: 'Abax sends a request', why: '' },
};

export const TIMELINE: TimelineTexts<AbaxKind> = {
  explanations: EXPLANATIONS,
  fieldNotes: {
    ...FIELD_NOTES,
    response_type: 'asks for both tokens at once, in the browser',
    prompt: 'answer without asking anybody',
    session_state: 'by it Abax notices that you signed out elsewhere',
    check_session_iframe: 'the page that tells whether you are still signed in',
    Memberships: 'the companies whose books you may open',
    FiscalSetups: 'their accounts',
    User: 'for whom the API answers',
    App: 'for which app',
  },
  preview: [
    ['direct', 'discovery'],
    ['browser', 'authorization'],
    ['unseen', 'at_issuer'],
    ['browser', 'callback'],
    ['direct', 'keys'],
    ['direct', 'userinfo'],
  ],
  unseen: 'Out of Abax’s sight',
  direct: 'From this page',
  legend: [
    { channel: 'browser', meaning: 'the address changes and whatever stands in it passes through the browser.' },
    {
      channel: 'direct',
      meaning: 'a script of this page asks. There is no server behind Abax that could keep a secret.',
    },
  ],
};
