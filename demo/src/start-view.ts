import { iconPath, type StartView } from 'xenia';
import type { Addresses } from './addresses.ts';
import { DEMO_USER } from './seed.ts';

/** Further products to try, each with its own API and app; the page shows them as tiles. */
const PRODUCTS: NonNullable<StartView['products']> = [];

/** What the start page says. */
export function startView({ server, issuer, api, app }: Addresses, cliExample: string): StartView {
  return {
    tenant: { display_name: 'Xenia', logo_uri: iconPath },
    locale: 'en',
    title: 'Xenia is running.',
    tryUrl: app,
    demoUser: DEMO_USER,
    products: PRODUCTS,
    running: [
      {
        name: 'Xenia',
        description: 'Knows the users, asks them for permission, issues tokens.',
        url: `${server}/`,
        kind: 'server',
      },
      {
        name: 'Notes API',
        description: 'Keeps the users’ notes; checks each token with @xenia/resource-server.',
        url: `${api}/`,
        kind: 'api',
      },
      {
        name: 'Papyrus',
        description: 'An app by somebody else, who would like to use those notes.',
        url: `${app}/`,
        kind: 'app',
      },
    ],
    issuer,
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    cliExample,
  };
}
