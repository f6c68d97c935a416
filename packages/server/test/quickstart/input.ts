import { completeClientMetadata } from '@xenia/protocol/client-metadata';
import { type Language, type Quickstart, quickstart } from '../../src/management/quickstart/index.ts';
import type { QuickstartInput } from '../../src/management/quickstart/values.ts';

export type Client = Partial<QuickstartInput['client']>;

/** What a quickstart is made of, for a server app that calls an API, with changes. */
export function input(client: Client = {}, changes: Partial<QuickstartInput> = {}): QuickstartInput {
  const grants = { grant_types: ['authorization_code', 'refresh_token'] };
  const redirect_uris = ['http://localhost:3000/callback'];
  const metadata = completeClientMetadata({ client_name: 'Shop', redirect_uris, ...grants, ...client });
  return {
    issuer: 'https://id.example/shop',
    endpoints: {
      authorization_endpoint: 'https://id.example/shop/authorize',
      token_endpoint: 'https://id.example/shop/token',
      introspection_endpoint: 'https://id.example/shop/introspect',
      userinfo_endpoint: 'https://id.example/shop/userinfo',
    },
    client: { client_id: 'app_1', ...metadata },
    resource: 'https://api.example/v1',
    scope: 'openid offline_access books.read',
    says_token_type: true,
    ...changes,
  };
}

/** Fails where there is none. */
export function codeOf(language: Language, from: QuickstartInput): Quickstart {
  const code = quickstart(language, from);
  if ('problem' in code) throw new Error(code.problem);
  return code;
}
