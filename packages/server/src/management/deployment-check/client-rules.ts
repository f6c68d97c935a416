import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import { isLoopbackHost } from '@xenia/protocol/loopback';
import type { ClientRecord, ClientSecretRecord } from '../../storage/records.ts';
import { isFirstParty } from '../../tenants/first-party.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { explainLegacy, type LegacyMark, legacyOf } from '../client-legacy.ts';
import { PLAYGROUND_CALLBACK_PATH } from '../console-client.ts';
import { usesSecret } from '../secrets.ts';
import { type Finding, findings, type Rule } from './finding.ts';

interface ClientFacts {
  readonly metadata: ClientMetadata;
  /** Those that are in force. */
  readonly secrets: readonly ClientSecretRecord[];
  readonly production: boolean;
  readonly now: number;
  /** Where the playground of the console takes answers to authorization requests. */
  readonly playground: string;
}

const DAY = 86_400;
/** What is left of a secret when it is time to make the next one. */
const EXPIRES_SOON = 14 * DAY;
const OLD = 365 * DAY;

const RULES: readonly Rule<ClientFacts>[] = [
  {
    rule: 'http_redirect_uri',
    severity: 'error',
    why: 'RFC 9700 §2.6: no redirect URI uses http but that of a native app on the loopback.',
    find({ metadata: { application_type, redirect_uris }, production }) {
      const uris = redirect_uris.filter((uri) => uri.toLowerCase().startsWith('http://'));
      if (!production || application_type === 'native' || uris.length === 0) return null;
      return {
        what: `Codes are sent to ${uris.join(', ')} over plain http.`,
        remedy: 'Remove what was for development; register development as a client of its own, elsewhere.',
      };
    },
  },
  {
    rule: 'localhost_redirect_uri',
    severity: 'notice',
    why: 'RFC 8252 §8.3: what localhost is, the machine says; the address 127.0.0.1 cannot be redirected.',
    find({ metadata: { application_type, redirect_uris } }) {
      const uris = redirect_uris.filter((uri) => hostOf(uri) === 'localhost');
      if (application_type !== 'native' || uris.length === 0) return null;
      return {
        what: `It returns to ${uris.join(', ')} by name.`,
        remedy: 'Register http://127.0.0.1 with the same path, move the app to it, and remove the one by name.',
      };
    },
  },
  {
    rule: 'playground_callback',
    severity: 'notice',
    why: 'RFC 9700 §2.1: each redirect URI is one more place that codes go to; this one was for trying.',
    find({ metadata: { redirect_uris }, production, playground }) {
      if (!production || !redirect_uris.includes(playground)) return null;
      return {
        what: 'It may return to the playground of the console.',
        remedy: 'Remove the address in its playground, or from its redirect URIs, once it has been tried.',
      };
    },
  },
  {
    rule: 'loopback_address',
    severity: 'warning',
    why: 'OpenID Connect Back-Channel Logout 1.0 §2.2: the client is told at an address that this server reaches.',
    find({ metadata, production }) {
      const { backchannel_logout_uri, webhook_uri, jwks_uri } = metadata;
      const addresses = Object.entries({ backchannel_logout_uri, webhook_uri, jwks_uri }).filter(([, uri]) =>
        isLoopback(uri),
      );
      if (!production || addresses.length === 0) return null;
      const named = addresses.map(([member, uri]) => `${member} ${uri}`).join(', ');
      return { what: `It is on the loopback: ${named}.`, remedy: 'Give the address that the app has in production.' };
    },
  },
  {
    rule: 'loopback_origin',
    severity: 'warning',
    why: 'Fetch Standard, CORS protocol: whatever a user runs at these addresses may read the answers.',
    find({ metadata: { allowed_cors_origins }, production }) {
      const origins = allowed_cors_origins.filter(isLoopback);
      if (!production || origins.length === 0) return null;
      return {
        what: `Its allowed_cors_origins name ${origins.join(', ')}.`,
        remedy: 'Remove what was for development.',
      };
    },
  },
  {
    rule: 'no_secret_in_force',
    severity: 'warning',
    why: 'RFC 6749 §2.3: a client with a credential authenticates with it.',
    find({ metadata, secrets }) {
      if (!usesSecret(metadata.token_endpoint_auth_method) || secrets.length > 0) return null;
      return {
        what: 'None of its secrets is in force: it cannot authenticate.',
        remedy: 'Create a secret and give it to the app, or disable the client if nobody misses it.',
      };
    },
  },
  {
    rule: 'secret_expires_soon',
    severity: 'warning',
    why: 'RFC 7591 §3.2.1: after client_secret_expires_at the secret is refused.',
    find({ metadata, secrets, now }) {
      const ends = secrets.map(({ expires_at }) => expires_at ?? Number.POSITIVE_INFINITY);
      const end = Math.max(...ends);
      if (!usesSecret(metadata.token_endpoint_auth_method) || secrets.length === 0 || end > now + EXPIRES_SOON)
        return null;
      const days = Math.ceil((end - now) / DAY);
      return {
        what: `Its last secret expires ${days <= 1 ? 'within a day' : `in ${days} days`}.`,
        remedy: 'Create the next one beside it and let the app change over.',
      };
    },
  },
  {
    rule: 'old_secret',
    severity: 'notice',
    why: 'RFC 9700 §2.5: a secret that both sides know leaks on either; keys of its own do not.',
    find({ metadata, secrets, now }) {
      const newest = Math.max(...secrets.map(({ created_at }) => created_at));
      if (!usesSecret(metadata.token_endpoint_auth_method) || secrets.length === 0 || now - newest < OLD) return null;
      return {
        what: 'Its secret was not changed for a year.',
        remedy: 'Create another one, let the app change over and revoke the old one; or move it to private_key_jwt.',
      };
    },
  },
];

export interface CheckedClient {
  readonly client: ClientRecord;
  readonly secrets: readonly ClientSecretRecord[];
}

/** What is found about one client. Nothing about a disabled one, which does nothing, and about those of the server itself. */
export function clientFindings(
  { client, secrets }: CheckedClient,
  tenant: Tenant,
  { production, now }: Pick<ClientFacts, 'production' | 'now'>,
): Finding[] {
  const { client_id, disabled_at } = client;
  if (disabled_at !== null || isFirstParty(client_id)) return [];
  const metadata = JSON.parse(client.metadata) as ClientMetadata;
  const inForce = secrets.filter(({ expires_at }) => expires_at === null || expires_at > now);
  const playground = `${tenant.issuer}${PLAYGROUND_CALLBACK_PATH}`;
  const about = { subject: 'client', id: client_id, name: metadata.client_name || client_id } as const;
  return [
    ...legacyOf(metadata, tenant).map((mark) => ({ ...about, ...legacyFinding(mark) })),
    ...findings(RULES, { metadata, secrets: inForce, production, now, playground }, about),
  ];
}

/** Whether its secrets have to be read for it. */
export function hasSecrets({ metadata }: Pick<ClientRecord, 'metadata'>): boolean {
  return usesSecret((JSON.parse(metadata) as ClientMetadata).token_endpoint_auth_method);
}

function legacyFinding(mark: LegacyMark) {
  const { what, safer, reference } = explainLegacy(mark);
  return { severity: 'warning', rule: mark, what, why: `${reference} advises against it.`, remedy: safer } as const;
}

function isLoopback(uri: string | undefined): boolean {
  return uri !== undefined && isLoopbackHost(hostOf(uri));
}

function hostOf(uri: string): string {
  return URL.canParse(uri) ? new URL(uri).hostname : '';
}
