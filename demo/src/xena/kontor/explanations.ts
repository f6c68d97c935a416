import { FIELD_NOTES } from '../../sample/field-notes.ts';
import { type OpenIdKind, openIdExplanations } from '../../sample/openid/explanations.ts';
import type { Explanation, TimelineTexts } from '../../sample/pages/timeline.ts';
import { booksExplanations } from '../explanations.ts';
import type { BooksKind } from '../read-books.ts';
import { PARTIES } from './parties.ts';

export type KontorKind = BooksKind | 'damaged' | 'frontchannel_logout' | 'backchannel_logout';

const EXPLANATIONS: Readonly<Record<KontorKind | OpenIdKind, Explanation>> = {
  ...openIdExplanations(PARTIES),
  ...booksExplanations(PARTIES.app),
  authorization: {
    title: 'Kontor sends you to Xena',
    why: 'You type your password there and never here. Kontor asks for two things at once, `code id_token`: the hybrid flow. `state` ties the answer to this browser, `nonce` ties the ID token in it to this attempt.',
  },
  callback: {
    title: 'Xena sends you back with a code and an ID token',
    why: 'A page of Xena’s posts both as a form, so that they stand in no address and no log. Before Kontor uses the code it checks the ID token: its signature, that it is for Kontor, its `nonce`, and `c_hash`, the fingerprint of this very code. A code that somebody slipped in does not fit.',
  },
  keys: {
    title: 'Kontor fetches Xena’s public keys',
    why: 'With them it checks the signature under the ID token: only Xena can have made it, and nobody has changed a letter since.',
  },
  code_exchange: {
    title: 'Kontor trades the code for tokens',
    why: 'Straight from server to server. Kontor proves with its `client_secret` that it is the app you allowed. There is no PKCE here, as older apps have none: `nonce` and `c_hash` have to do its work, and newer apps should send it as well.',
  },
  refresh: {
    title: 'Kontor renews its tokens',
    why: 'An access token lives for an hour. Kontor gets the next one when half of that is over, so that it never stands before the API with a stale one. The refresh token is replaced each time too: if a thief and Kontor both use the same one, Xena notices and stops both.',
  },
  frontchannel_logout: {
    title: 'Xena’s page tells Kontor that you signed out',
    why: 'You signed out somewhere else. The page that said so opened this address of every app that you were signed in to, in a frame nobody sees. `sid` names the session that is over.',
  },
  backchannel_logout: {
    title: 'Xena tells Kontor that you signed out',
    why: 'You signed out somewhere else, perhaps with this window closed: Xena tells Kontor directly. Kontor believes it because the logout token is signed by Xena, made for Kontor, fresh, about a sign-out, and no ID token in disguise.',
  },
};

export const TIMELINE: TimelineTexts<KontorKind | OpenIdKind> = {
  explanations: EXPLANATIONS,
  fieldNotes: {
    ...FIELD_NOTES,
    response_type: 'asks for a code and an ID token at once',
    response_mode: 'the answer comes as a form',
    client_secret: 'what only Kontor knows',
    logout_token: 'a signed statement that a session is over',
    sid: 'which session',
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
    ['direct', 'code_exchange'],
    ['direct', 'userinfo'],
  ],
  unseen: 'Out of Kontor’s sight',
  legend: [
    {
      channel: 'browser',
      meaning:
        'whatever runs there could read it. What travels here is checked against what only Xena and Kontor know.',
    },
    { channel: 'direct', meaning: 'only the two of them see it. The tokens for the API travel here.' },
  ],
};
