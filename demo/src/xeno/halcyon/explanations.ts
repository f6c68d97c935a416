import { FIELD_NOTES } from '../../sample/field-notes.ts';
import type { Explanation, TimelineTexts } from '../../sample/pages/timeline.ts';

export type StepKind =
  | 'authorization'
  | 'at_issuer'
  | 'callback'
  | 'callback_refused'
  | 'callback_forged'
  | 'code_exchange'
  | 'introspection'
  | 'widgets'
  | 'faqs'
  | 'conversations'
  | 'reply'
  | 'overreach'
  | 'damaged'
  | 'revocation'
  | 'notice'
  | 'other';

/** The steps in plain words, for somebody who has never read an RFC. */
const EXPLANATIONS: Readonly<Record<StepKind, Explanation>> = {
  authorization: {
    title: 'Halcyon sends you to Xeno',
    why: 'You type your password there and never here. Halcyon names itself and what it would like. Where to send you back it does not even say: Xeno knows the one address that was registered. `state` ties the answer to this browser.',
  },
  at_issuer: {
    title: 'You sign in and decide',
    why: 'Halcyon sees nothing of this step. What you untick, it does not get.',
  },
  callback: {
    title: 'Xeno sends you back with a code',
    why: 'The code passes through your browser, where others might read it. So it is not a key yet: it works once, for a minute, and only together with Halcyon’s secret. Halcyon first makes sure that `state` is its own.',
  },
  callback_refused: {
    title: 'Xeno sends you back without a code',
    why: 'No code, no token: nothing was installed.',
  },
  callback_forged: {
    title: 'An answer arrives that Halcyon never asked for',
    why: 'Somebody could send you a link with their own code in it, so that you answer their customers instead of yours. This `state` was not made in this browser, so Halcyon throws the code away unread.',
  },
  code_exchange: {
    title: 'Halcyon trades the code for its token',
    why: 'Straight from server to server. `client_secret` proves that it is the app you allowed. The answer has two members and no more: there is no `expires_in`, because this token lasts for as long as Halcyon is installed.',
  },
  introspection: {
    title: 'Halcyon asks what its token is',
    why: 'The token itself says nothing, and only Xeno knows what it means. The answer has no `exp`, so it does not end by itself. `sub` is your account: Halcyon needs it to know whom a message from Xeno is about.',
  },
  widgets: {
    title: 'Halcyon reads your widgets',
    why: 'The API asks Xeno about the token, and remembers the answer for one second. So an app that you uninstall is out a second later, though its token would last for ever.',
  },
  faqs: { title: 'Halcyon reads your FAQs', why: 'Each part of your account is behind a permission of its own.' },
  conversations: {
    title: 'Halcyon reads your conversations',
    why: 'Xeno marked this one as sensitive when it asked you.',
  },
  reply: {
    title: 'Halcyon answers in your name',
    why: 'The API writes down which app it was. You can always tell what you said from what was said for you.',
  },
  overreach: {
    title: 'Halcyon tries to read your contacts',
    why: 'It never asked you for `contacts`, so the token does not allow it and the API refuses with 403. A permission that was not given cannot be taken, whatever the app’s code does.',
  },
  damaged: {
    title: 'Halcyon sends a token with one letter changed',
    why: 'It is 256 random bits: no other value means anything to Xeno. The API refuses with 401, and does not say what was wrong.',
  },
  revocation: {
    title: 'Halcyon gives its token back',
    why: 'Forgetting it would not be enough: it does not expire, so a copy in a log or a backup would work for ever. From now on it does not.',
  },
  notice: {
    title: 'Xeno tells Halcyon that it was uninstalled',
    why: 'A signed statement, sent to the address that Halcyon registered for it. Halcyon checks the signature with Xeno’s public keys, that it is meant for Halcyon, and that it is fresh. Anybody can post to that address; nobody else can sign.',
  },
  other: { title: 'Halcyon sends a request', why: '' },
};

export const TIMELINE: TimelineTexts<StepKind> = {
  explanations: EXPLANATIONS,
  fieldNotes: {
    ...FIELD_NOTES,
    client_secret: 'the proof of who is calling',
    token: 'the token that this is about',
    iss: 'who says it; must be the issuer that was asked',
    active: 'whether it is good at this moment',
    sub: 'your account',
    aud: 'whom it is meant for',
    events: 'what happened',
    jti: 'its serial number: the same if it is sent again',
    iat: 'when it was signed',
    sub_id: 'the account that it is about',
    initiating_entity: 'who did it',
    event_timestamp: 'when it happened, in seconds since 1970',
  },
  invitation:
    'Once you install it, each request that makes it happen appears here: what was sent, what came back, and why it is done at all.',
  preview: [
    ['browser', 'authorization'],
    ['unseen', 'at_issuer'],
    ['browser', 'callback'],
    ['direct', 'code_exchange'],
    ['direct', 'introspection'],
  ],
  unseen: 'Out of Halcyon’s sight',
  legend: [
    {
      channel: 'browser',
      meaning: 'whatever runs there could read it, so nothing that travels here opens a door by itself.',
    },
    { channel: 'direct', meaning: 'only the two of them see it. The secret and the token travel here.' },
  ],
};
