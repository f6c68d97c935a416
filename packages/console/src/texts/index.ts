import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { admin } from './en/admin.ts';
import { apis } from './en/apis.ts';
import { apps } from './en/apps.ts';
import { audit } from './en/audit.ts';
import { check } from './en/check.ts';
import { clientPages } from './en/client-pages.ts';
import { clients } from './en/clients.ts';
import { common } from './en/common.ts';
import { deliveries } from './en/deliveries.ts';
import { frame } from './en/frame.ts';
import { health } from './en/health.ts';
import { keys } from './en/keys.ts';
import { lifecycle } from './en/lifecycle.ts';
import { organizations } from './en/organizations.ts';
import { playground } from './en/playground.ts';
import { providers } from './en/providers.ts';
import { quickstart } from './en/quickstart.ts';
import { reference } from './en/reference.ts';
import { review } from './en/review.ts';
import { tenant } from './en/tenant.ts';
import { traces } from './en/traces.ts';
import { usage } from './en/usage.ts';
import { users } from './en/users.ts';

/** Every text of the console, by page. A new page adds its file here. */
export const en = {
  reference,
  common,
  frame,
  apps,
  clients,
  clientPages,
  lifecycle,
  playground,
  quickstart,
  traces,
  usage,
  admin,
  apis,
  audit,
  check,
  deliveries,
  health,
  keys,
  organizations,
  providers,
  review,
  tenant,
  users,
} as const;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en;
  }
}

export async function prepareTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    resources: { en },
    defaultNS: 'common',
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
}
