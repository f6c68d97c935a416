import { FIELD_NOTES } from '../../sample/field-notes.ts';
import type { Explanation, TimelineTexts } from '../../sample/pages/timeline.ts';

export type StepKind =
  | 'authorization'
  | 'at_issuer'
  | 'callback'
  | 'callback_refused'
  | 'callback_forged'
  | 'code_exchange'
  | 'list'
  | 'create'
  | 'refresh'
  | 'overreach'
  | 'damaged'
  | 'program'
  | 'discovery'
  | 'revocation';

/** The steps in plain words, for somebody who has never read an RFC. */
const EXPLANATIONS: Readonly<Record<StepKind, Explanation>> = {
  authorization: {
    title: 'Obol sends you to Xendit',
    why: 'You type your password there and never here. `scopes` is a JSON array, and `grant_type` says `code`: so Xendit’s document has it. `state` is Obol’s own addition. It ties whatever comes back to this browser and this attempt.',
  },
  at_issuer: {
    title: 'You sign in and decide',
    why: 'Obol sees nothing of this step: not your password, not how you proved who you are, not what you unticked until the answer arrives.',
  },
  callback: {
    title: 'Xendit sends you back with a code',
    why: 'This code is a signed token that anybody can read: whom it is for, and until when. It opens nothing by itself. It works once, for a minute, and only together with Obol’s client secret. Obol first makes sure that `state` is its own.',
  },
  callback_refused: {
    title: 'Xendit sends you back without a code',
    why: 'No code, no tokens: Obol learns that you did not allow it, and nothing else about you.',
  },
  callback_forged: {
    title: 'An answer arrives that Obol never asked for',
    why: 'Somebody could send you a link with their own code in it, so that you write your invoices into their account. This `state` was not made in this browser, so Obol throws the code away unread.',
  },
  code_exchange: {
    title: 'Obol trades the code for tokens',
    why: 'Straight from server to server, as JSON, with two members: the code, and the client secret as proof that it is Obol who asks. Only now, when Xendit has taken the code, does Obol believe the name that stands in it.',
  },
  list: {
    title: 'Obol lists your invoices',
    why: 'The access token is all that the API needs. It checks without asking anyone who issued the token, that it was made for this API, that it has not expired, and that it allows `INVOICE.READ`. Then it knows whose invoices to show.',
  },
  create: {
    title: 'Obol creates an invoice',
    why: 'That needs a permission of its own, `INVOICE.WRITE`. Xendit showed it apart and marked it as sensitive when it asked you. The API writes down which app it was.',
  },
  refresh: {
    title: 'Obol gets fresh tokens',
    why: 'Access tokens live briefly, so that a stolen one is soon worthless. The refresh token gets the next one while you do nothing. It is replaced each time too: if a thief and Obol both use the same one, Xendit notices and stops both.',
  },
  overreach: {
    title: 'Obol tries to see your balance',
    why: 'It never asked you for that, so the scope `BALANCE.READ` is not in the token and the API refuses with 403. `links` leads to the page that tells Obol’s developers why.',
  },
  damaged: {
    title: 'Obol sends a token with one letter changed',
    why: 'The signature no longer fits, so the API refuses with 401. Nobody can write themselves a token, or add a permission to one they have.',
  },
  program: {
    title: 'Obol’s server asks for a code by itself',
    why: 'The same request as your browser makes, but for JSON and without your cookies. Xendit shows no page to a program and gives it nothing either: nobody is signed in there. It says what to do instead.',
  },
  discovery: {
    title: 'Obol looks up where tokens are given back',
    why: 'Xendit’s document does not say, but its metadata does. Obol makes sure that it is Xendit’s own before it sends its secret anywhere.',
  },
  revocation: {
    title: 'Obol gives its refresh token back',
    why: 'Forgetting it would not be enough: a copy in a log or a backup would still work. From now on it does not.',
  },
};

export const TIMELINE: TimelineTexts<StepKind> = {
  explanations: EXPLANATIONS,
  fieldNotes: {
    ...FIELD_NOTES,
    grant_type: 'asks for a code; elsewhere this is response_type',
    scopes: 'what the app would like, as a JSON array',
    code: 'the one-time code, itself a signed token',
    client_secret: 'the proof that it is this app',
    accept: 'a program asks, not a person',
    token: 'what is given back',
    error_code: 'why not, in one word for the program',
    message: 'why not, and what to do, for the developer',
    links: 'the page about this very error',
    revocation_endpoint: 'where tokens are given back',
  },
  preview: [
    ['browser', 'authorization'],
    ['unseen', 'at_issuer'],
    ['browser', 'callback'],
    ['direct', 'code_exchange'],
    ['direct', 'list'],
  ],
  unseen: 'Out of Obol’s sight',
  legend: [
    {
      channel: 'browser',
      meaning: 'whatever runs there could read it, so nothing that travels here opens a door by itself.',
    },
    { channel: 'direct', meaning: 'only the two of them see it. Secrets and tokens travel here.' },
  ],
};
