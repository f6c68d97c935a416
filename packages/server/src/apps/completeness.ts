import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import type { AppRecord } from '../storage/app-records.ts';

/** Something that a reviewer would have to ask for. `field`: the member of the app, or `clients`. */
export interface Incompleteness {
  readonly field: string;
  readonly problem: string;
}

/** What keeps an app from being submitted; `clients`: its enabled ones. All at once. */
export function incompletenessOf(
  app: Pick<AppRecord, 'short_description' | 'homepage_uri' | 'visibility' | 'terms_version'>,
  clients: readonly Pick<ClientMetadata, 'client_name' | 'tos_uri' | 'policy_uri'>[],
): Incompleteness[] {
  const missing = (field: string, problem: string, isMissing: boolean) => (isMissing ? [{ field, problem }] : []);
  return [
    ...missing('short_description', 'Say in a sentence what the app does.', app.short_description === ''),
    ...missing('homepage_uri', 'Name the page where people learn more about the app.', app.homepage_uri === null),
    ...missing('clients', 'Register a client, or enable one: without it the app cannot be used.', clients.length === 0),
    ...(app.visibility === 'public' ? clients.flatMap((client) => termsMissing(app, client)) : []),
  ];
}

/** A public app tells everybody its terms of use and what it does with what it learns. */
function termsMissing(
  { terms_version }: Pick<AppRecord, 'terms_version'>,
  { client_name, tos_uri, policy_uri }: Pick<ClientMetadata, 'client_name' | 'tos_uri' | 'policy_uri'>,
): Incompleteness[] {
  const tos = `The client ${client_name} needs a tos_uri, or the app terms of its own: the app is to be public.`;
  const policy = `The client ${client_name} needs a policy_uri: the app is to be public.`;
  return [
    ...(tos_uri === undefined && terms_version === 0 ? [{ field: 'clients', problem: tos }] : []),
    ...(policy_uri === undefined ? [{ field: 'clients', problem: policy }] : []),
  ];
}
