import { iconPath, type StartView } from 'xenia';
import { type Addresses, issuerOf } from './addresses.ts';
import { DEMO } from './products/demo.ts';
import { DEMO_ADMINISTRATOR, DEMO_USER } from './products/demo-user.ts';
import { PRODUCTS } from './products/index.ts';

/** What the start page says. */
export function startView(addresses: Addresses, cliExample: string): StartView {
  const { server, notesApi, papyrus } = addresses;
  const issuer = issuerOf(addresses, DEMO.tenant.name);
  return {
    tenant: { display_name: 'Xenia', logo_uri: iconPath },
    locale: 'en',
    title: 'Xenia is running.',
    tryUrl: papyrus,
    demoUser: DEMO_USER,
    products: tiles(addresses),
    running: [
      {
        name: 'Xenia',
        description: 'Knows the users, asks them for permission, issues tokens.',
        url: `${server}/`,
        kind: 'server',
      },
      {
        name: 'Console',
        description: `Where apps are registered and everything is administered: sign in as ${DEMO_ADMINISTRATOR.email} with the password ${DEMO_ADMINISTRATOR.password}.`,
        url: `${issuer}/console`,
        kind: 'console',
      },
      {
        name: 'Notes API',
        description: 'Keeps the users’ notes; checks each token with @xenia/resource-server.',
        url: `${notesApi}/`,
        kind: 'api',
      },
      {
        name: 'Papyrus',
        description: 'An app by somebody else, who would like to use those notes.',
        url: `${papyrus}/`,
        kind: 'app',
      },
    ],
    issuer,
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    cliExample,
  };
}

function tiles(addresses: Addresses): NonNullable<StartView['products']> {
  return PRODUCTS.flatMap(({ tenant, tile }) => {
    if (tile === null) return [];
    const apps = tile.apps.map(({ part, label }) => ({ label, url: `${addresses[part]}/` }));
    return [{ name: tenant.display_name ?? tenant.name, description: tile.description, apps }];
  });
}
