import { join } from 'node:path';
import { openInvoices } from '../xendit/api/invoices.ts';
import type { Product } from './product.ts';
import { appOptions, lazily } from './serve.ts';
import { svgUri } from './svg-uri.ts';

/** Two coins that change hands. */
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 56"><rect width="56" height="56" rx="12" fill="#3d3aa8"/><circle cx="23" cy="28" r="10" fill="none" stroke="#fff" stroke-width="4"/><circle cx="35" cy="28" r="10" fill="none" stroke="#fff" stroke-width="4"/></svg>';

/** Payments; its integrators speak JSON. */
export const XENDIT: Product = {
  tenant: {
    name: 'xendit',
    display_name: 'Xendit',
    preset: 'xendit',
    settings: { accentColor: '#3d3aa8', logoUri: svgUri(LOGO) },
  },
  api: {
    part: 'xenditApi',
    name: 'Payments API',
    // The sample app asks for the first two; nobody gave it the third.
    scopes: [
      { name: 'INVOICE.READ', display_name: 'See your invoices', description: 'Every invoice, paid or not.' },
      {
        name: 'INVOICE.WRITE',
        display_name: 'Create invoices',
        description: 'In your name, to your customers.',
        emphasised: true,
      },
      { name: 'BALANCE.READ', display_name: 'See your balance', description: 'What you were paid, and what is open.' },
    ],
  },
  apps: [
    {
      part: 'xenditApp',
      credentialsFile: 'demo-xendit-app.json',
      metadata: (origin) => ({
        client_name: 'Obol',
        client_uri: origin,
        redirect_uris: [`${origin}/callback`],
        verified: true,
        grant_types: ['authorization_code', 'refresh_token'],
        offline_access: true,
        require_pkce: false,
        scope: 'offline_access INVOICE.READ INVOICE.WRITE',
        token_endpoint_auth_method: 'client_secret_post',
      }),
    },
  ],
  tile: {
    description: 'Payments. Apps ask in JSON, and a code is a token that they can read.',
    apps: [{ part: 'xenditApp', label: 'Try the sample app' }],
  },
  serve(context) {
    const { issuer, addresses, sub, dataDir, clock, fetch } = context;
    const invoices = openInvoices(join(dataDir, 'demo-invoices.db'));
    invoices.welcome(sub, clock());
    return [
      {
        part: 'xenditApi',
        ...lazily(async () => {
          const { createXenditApi } = await import('../xendit/api/payments-api.ts');
          return createXenditApi({ issuer, api: addresses.xenditApi, invoices, clock, fetch });
        }),
        close: () => invoices.close(),
      },
      {
        part: 'xenditApp',
        ...lazily(async () => {
          const { createXenditApp } = await import('../xendit/obol/app.ts');
          return createXenditApp(appOptions(context, 'xenditApp', 'xenditApi'));
        }),
      },
    ];
  },
};
