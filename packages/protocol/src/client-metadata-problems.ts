import { notices, origins, redirectUris, resources, urls } from './client-address-rules.ts';
import { access, flows, publicClients, scopes } from './client-flow-rules.ts';
import { clientAuthentication, keys, names, signing } from './client-identity-rules.ts';
import type { Capabilities, ClientMetadata } from './client-metadata.ts';
import type { ClientMetadataProblem, Rule } from './client-metadata-rule.ts';

export type { ClientMetadataProblem } from './client-metadata-rule.ts';

const RULES: readonly Rule[] = [
  names,
  redirectUris,
  flows,
  access,
  publicClients,
  clientAuthentication,
  keys,
  urls,
  notices,
  signing,
  scopes,
  origins,
  resources,
];

/** Everything that speaks against registering this metadata, in one go; empty when it is fine. */
export function clientMetadataProblems(metadata: ClientMetadata, capabilities: Capabilities): ClientMetadataProblem[] {
  return RULES.flatMap((rule) => [...rule(metadata, capabilities)]);
}
