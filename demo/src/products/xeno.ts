import type { Product } from './product.ts';
import { appOptions, lazily } from './serve.ts';
import { svgUri } from './svg-uri.ts';

/** Two people who talk. */
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 56"><rect width="56" height="56" rx="12" fill="#8a3a5f"/><path d="M15 16h26v18H27l-7 7v-7h-5z" fill="none" stroke="#fff" stroke-width="4" stroke-linejoin="round"/></svg>';

/** Chat; an app is installed on an account, and its token lasts until it is uninstalled. */
export const XENO: Product = {
  tenant: {
    name: 'xeno',
    display_name: 'Xeno',
    preset: 'xeno',
    settings: { accentColor: '#8a3a5f', logoUri: svgUri(LOGO) },
  },
  api: {
    part: 'xenoApi',
    name: 'Xeno API',
    access_token_format: 'opaque',
    scopes: [
      { name: 'widgets', display_name: 'Your widgets', description: 'See your brands and how they greet.' },
      { name: 'faqs', display_name: 'Your FAQs', description: 'See questions and answers.' },
      { name: 'contacts', display_name: 'Your contacts', description: 'See who wrote to you.', emphasised: true },
      {
        name: 'conversations',
        display_name: 'Your conversations',
        description: 'Read them and answer in your name.',
        emphasised: true,
      },
    ],
  },
  apps: [
    {
      part: 'xenoApp',
      credentialsFile: 'demo-xeno-app.json',
      metadata: (origin) => ({
        client_name: 'Halcyon',
        client_uri: origin,
        redirect_uris: [`${origin}/callback`],
        webhook_uri: `${origin}/webhook`,
        scope: 'widgets faqs conversations',
      }),
    },
    {
      // The API is a client too: it asks what a token means.
      part: 'xenoApi',
      credentialsFile: 'demo-xeno-api.json',
      metadata: (origin) => ({
        client_name: 'Xeno API',
        grant_types: ['client_credentials'],
        resource: [origin],
      }),
    },
  ],
  tile: {
    description: 'Customer chat. An app is installed on an account and stays until it is uninstalled.',
    apps: [{ part: 'xenoApp', label: 'Try the sample app' }],
  },
  serve(context) {
    const { issuer } = context;
    return [
      {
        part: 'xenoApi',
        ...lazily(async () => {
          const { createXenoApi } = await import('../xeno/api/chat-api.ts');
          const { api, client_id, client_secret, clock } = appOptions(context, 'xenoApi', 'xenoApi');
          return createXenoApi({
            issuer,
            api,
            introspection: { client_id, client_secret },
            clock,
            fetch: context.fetch,
          });
        }),
      },
      {
        part: 'xenoApp',
        ...lazily(async () => {
          const { createHalcyon } = await import('../xeno/halcyon/app.ts');
          return createHalcyon(appOptions(context, 'xenoApp', 'xenoApi'));
        }),
      },
    ];
  },
};
