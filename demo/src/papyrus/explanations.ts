import { FIELD_NOTES } from '../sample/field-notes.ts';
import { type OpenIdKind, openIdExplanations } from '../sample/openid/explanations.ts';
import type { Explanation, TimelineTexts } from '../sample/pages/timeline.ts';
import { PARTIES } from './parties.ts';

/** What Papyrus does at the Notes API. */
export type NotesKind = 'read' | 'write' | 'overreach' | 'damaged';

const EXPLANATIONS: Readonly<Record<NotesKind | OpenIdKind, Explanation>> = {
  ...openIdExplanations(PARTIES),
  read: {
    title: 'Papyrus reads your notes',
    why: 'The access token is all that the API needs. It checks without asking anyone who issued the token, that it was made for this API, that it has not expired, and that it allows `notes.read`. Then it knows whose notes to show.',
  },
  write: {
    title: 'Papyrus adds a note',
    why: 'Writing needs a permission of its own, `notes.write`. Xenia showed it apart and marked it as sensitive when it asked you.',
  },
  overreach: {
    title: 'Papyrus tries to delete your notes',
    why: 'You never allowed that, so the scope `notes.delete` is not in the token and the API refuses with 403. A permission that was not given cannot be taken, whatever the app’s code does.',
  },
  damaged: {
    title: 'Papyrus sends a token with one letter changed',
    why: 'The signature no longer fits, so the API refuses with 401. Nobody can write themselves a token, or add a permission to one they have.',
  },
};

export const TIMELINE: TimelineTexts<NotesKind | OpenIdKind> = {
  explanations: EXPLANATIONS,
  fieldNotes: { ...FIELD_NOTES, response_type: 'asks for a code, not for tokens in the browser' },
  preview: [
    ['direct', 'discovery'],
    ['browser', 'authorization'],
    ['unseen', 'at_issuer'],
    ['browser', 'callback'],
    ['direct', 'code_exchange'],
    ['direct', 'keys'],
    ['direct', 'userinfo'],
  ],
  unseen: 'Out of Papyrus’s sight',
  legend: [
    {
      channel: 'browser',
      meaning: 'whatever runs there could read it, so nothing that travels here opens a door by itself.',
    },
    { channel: 'direct', meaning: 'only the two of them see it. Secrets and tokens travel here.' },
  ],
};
