import { z } from 'zod';
import { APP_KINDS, appKinds } from '../app-kinds.ts';
import { clientForCaller } from '../client-access.ts';
import { describeClient } from '../client-information.ts';
import { ManagementError } from '../management-error.ts';
import { LANGUAGES, quickstart, quickstartLanguages } from '../quickstart/index.ts';
import { inputOfClient } from '../quickstart/of-client.ts';
import { operation } from './operation.ts';

const settings = z.strictObject({
  application_type: z.enum(['web', 'native']),
  grant_types: z.array(z.string()),
  response_types: z.array(z.string()),
  token_endpoint_auth_method: z.string(),
  require_pkce: z.boolean(),
  offline_access: z.boolean(),
  browser_access: z.boolean(),
});

const appKind = z.strictObject({
  kind: z.enum(APP_KINDS),
  title: z.string(),
  description: z.string(),
  metadata: settings.describe('What to register the client with.'),
  asks: z.array(z.enum(['redirect_uris', 'scope', 'resource'])).describe('What only the developer knows.'),
  reasons: z.array(z.strictObject({ setting: settings.keyof(), why: z.string(), reference: z.string() })),
});

export const listAppKinds = operation({
  id: 'listAppKinds',
  method: 'GET',
  path: '/tenants/{tenant}/app-kinds',
  summary: 'List what one can build here, each with the client metadata that is safe for it, and why',
  description: 'Only what the settings of the tenant and its dialect can serve.',
  scope: 'xenia:apps:read',
  role: null,
  params: z.strictObject({}),
  query: null,
  body: null,
  result: z.strictObject({ items: z.array(appKind) }),
  perform: async ({ tenant, capabilities }) => ({
    items: (await appKinds(tenant, capabilities)).map(({ asks, reasons, ...kind }) => ({
      ...kind,
      asks: [...asks],
      reasons: [...reasons],
    })),
  }),
});

export const getQuickstart = operation({
  id: 'getQuickstart',
  method: 'GET',
  path: '/tenants/{tenant}/clients/{client_id}/quickstarts/{language}',
  summary: 'Show code that signs a user in, or gets a token for the client itself, and calls the API',
  description:
    'With the values of the client filled in, except for its secret, which the code takes from its environment.',
  scope: 'xenia:apps:read',
  role: null,
  params: z.strictObject({ client_id: z.string(), language: z.enum(LANGUAGES) }),
  query: null,
  body: null,
  result: z.strictObject({
    language: z.enum(LANGUAGES),
    title: z.string(),
    install: z.string().nullable().describe('The command that fetches what the code needs; null: nothing.'),
    files: z.array(z.strictObject({ name: z.string(), content: z.string() })),
    run: z.string().describe('The command that starts it.'),
    notes: z.array(z.string()).describe('What to know besides; plain text.'),
    languages: z.array(z.enum(LANGUAGES)).describe('Every language that there is code for this client in.'),
  }),
  async perform({ deps, tenant }, { params: { client_id, language } }) {
    const record = await clientForCaller(deps, tenant, client_id);
    const input = await inputOfClient(tenant, describeClient(tenant, record));
    const code = quickstart(language, input);
    if ('problem' in code) throw new ManagementError('invalid', [{ field: 'language', problem: code.problem }]);
    return { ...code, files: [...code.files], notes: [...code.notes], languages: quickstartLanguages(input) };
  },
});

export const quickstartOperations = [listAppKinds, getQuickstart] as const;
