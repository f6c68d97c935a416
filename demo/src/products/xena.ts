import { DEMO_CLAIMS } from './demo-user.ts';
import type { Product } from './product.ts';
import { appOptions, lazily } from './serve.ts';
import { svgUri } from './svg-uri.ts';

/** Two books on a shelf, and the line under a sum. */
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 56"><rect width="56" height="56" rx="12" fill="#1f4e79"/><path d="M17 15l22 20M39 15 17 35M16 42h24" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>';

/** Accounting; its integrators speak to an identity server in the hybrid and implicit flows. */
export const XENA: Product = {
  tenant: {
    name: 'xena',
    display_name: 'Xena',
    preset: 'identityserver',
    settings: { accentColor: '#1f4e79', logoUri: svgUri(LOGO), clientIdSuffix: '.xena.biz' },
  },
  api: {
    part: 'xenaApi',
    name: 'Xena API',
    scopes: [
      {
        name: 'testapi',
        display_name: 'Use all of your Xena data',
        description: 'Read and change everything in the accounts that you can open.',
        emphasised: true,
      },
    ],
  },
  apps: [
    {
      part: 'xenaApp',
      credentialsFile: 'demo-xena-app.json',
      metadata: (origin) => ({
        client_name: 'Kontor',
        verified: true,
        client_uri: origin,
        redirect_uris: [`${origin}/signin-oidc`],
        post_logout_redirect_uris: [`${origin}/signout-callback-oidc`],
        grant_types: ['authorization_code', 'implicit', 'refresh_token'],
        response_types: ['code id_token'],
        offline_access: true,
        require_pkce: false,
        scope: 'openid profile email offline_access testapi',
        token_endpoint_auth_method: 'client_secret_post',
        frontchannel_logout_uri: `${origin}/signout-oidc`,
        frontchannel_logout_session_required: true,
        backchannel_logout_uri: `${origin}/backchannel-logout`,
        backchannel_logout_session_required: true,
      }),
    },
    {
      part: 'xenaPage',
      credentialsFile: 'demo-xena-page.json',
      metadata: (origin) => ({
        client_name: 'Abax',
        verified: true,
        client_uri: origin,
        application_type: 'web',
        redirect_uris: [`${origin}/`, `${origin}/silent.html`],
        post_logout_redirect_uris: [`${origin}/`],
        grant_types: ['implicit'],
        response_types: ['id_token token'],
        browser_access: true,
        scope: 'openid profile testapi',
        token_endpoint_auth_method: 'none',
      }),
    },
  ],
  tile: {
    description: 'Accounting. Every request to its API names the user and the app, and browsers may hold tokens.',
    apps: [
      { part: 'xenaApp', label: 'Try the server app' },
      { part: 'xenaPage', label: 'Try the browser app' },
    ],
  },
  serve(context) {
    const { issuer, addresses, sub } = context;
    return [
      {
        part: 'xenaApi',
        ...lazily(async () => {
          const { createAccountingApi } = await import('../xena/api/accounting-api.ts');
          const { createLedger } = await import('../xena/api/books.ts');
          const ledger = createLedger({ sub, name: DEMO_CLAIMS.name });
          return createAccountingApi({ issuer, api: addresses.xenaApi, ledger, browser_origin: addresses.xenaPage });
        }),
      },
      {
        part: 'xenaApp',
        ...lazily(async () => {
          const { createKontor } = await import('../xena/kontor/app.ts');
          return createKontor(appOptions(context, 'xenaApp', 'xenaApi'));
        }),
      },
      {
        part: 'xenaPage',
        ...lazily(async () => {
          const { createAbax } = await import('../xena/abax/app.ts');
          return createAbax(appOptions(context, 'xenaPage', 'xenaApi'));
        }),
      },
    ];
  },
};
