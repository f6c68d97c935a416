import { join } from 'node:path';
import { assets, iconPath } from 'xenia';
import { openNotes } from '../api/notes.ts';
import type { Product } from './product.ts';
import { appOptions, lazily } from './serve.ts';
import { svgUri } from './svg-uri.ts';

/** Xenia in its own words: the Notes API and Papyrus, both by the book. */
export const DEMO: Product = {
  tenant: {
    name: 'demo',
    display_name: 'Xenia Demo',
    // The look of the start page: both are the same house.
    settings: { accentColor: '#14595a', logoUri: svgUri(assets.get(iconPath)?.body ?? '') },
  },
  api: {
    part: 'notesApi',
    name: 'Notes API',
    access_token_signing_alg: 'ES256',
    // The sample app asks for the first two; nobody gave it the third.
    scopes: [
      { name: 'notes.read', display_name: 'Read your notes', description: 'Every note that you keep here.' },
      {
        name: 'notes.write',
        display_name: 'Add notes',
        description: 'In your name, to the notes that you keep here.',
        emphasised: true,
      },
      {
        name: 'notes.delete',
        display_name: 'Delete your notes',
        description: 'All of them, for good.',
        emphasised: true,
      },
    ],
  },
  apps: [
    {
      part: 'papyrus',
      credentialsFile: 'demo-app.json',
      metadata: (origin) => ({
        client_uri: origin,
        redirect_uris: [`${origin}/callback`],
        post_logout_redirect_uris: [`${origin}/signed-out`],
        client_name: 'Papyrus',
        verified: true,
        grant_types: ['authorization_code', 'refresh_token'],
        scope: 'openid profile email offline_access notes.read notes.write',
        token_endpoint_auth_method: 'client_secret_basic',
      }),
    },
  ],
  tile: null,
  serve(context) {
    const { issuer, addresses, sub, dataDir } = context;
    const notes = openNotes(join(dataDir, 'demo-notes.db'));
    notes.welcome(sub);
    return [
      {
        part: 'notesApi',
        ...lazily(async () => {
          const { createNotesApi } = await import('../api/notes-api.ts');
          return createNotesApi({ issuer, api: addresses.notesApi, notes });
        }),
        close: () => notes.close(),
      },
      {
        part: 'papyrus',
        ...lazily(async () => {
          const { createPapyrus } = await import('../papyrus/app.ts');
          return createPapyrus(appOptions(context, 'papyrus', 'notesApi'));
        }),
      },
    ];
  },
};
