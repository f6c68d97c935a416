import type { Command } from 'commander';
import type { ClientMetadataInput } from '../management/contract.ts';
import { CliError } from './cli-error.ts';
import { collect, jsonOrFile, wholeNumber } from './options.ts';

interface MetadataOption {
  member: keyof ClientMetadataInput;
  flags: string;
  description: string;
  read?: (value: string, previous: never) => unknown;
}

/** The members of client metadata as options: the same words, with hyphens, and singular where they may be repeated. */
const metadataOptions: readonly MetadataOption[] = [
  { member: 'client_name', flags: '--client-name <name>', description: 'what users read' },
  { member: 'description', flags: '--description <text>', description: 'what it does, in a few sentences' },
  {
    member: 'redirect_uris',
    flags: '--redirect-uri <uri>',
    description: 'where users return to; repeatable',
    read: collect,
  },
  {
    member: 'grant_types',
    flags: '--grant-type <type>',
    description:
      'authorization_code unless given; repeatable. In one word: code, hybrid or implicit, with the response types that belong to it',
    read: collect,
  },
  { member: 'response_types', flags: '--response-type <type>', description: 'repeatable', read: collect },
  {
    member: 'response_modes',
    flags: '--response-mode <mode>',
    description: 'that it may ask for; repeatable',
    read: collect,
  },
  { member: 'scope', flags: '--scope <scopes>', description: 'that it may ask for, separated by spaces' },
  {
    member: 'token_endpoint_auth_method',
    flags: '--token-endpoint-auth-method <method>',
    description:
      "none for an app that cannot keep a secret; client_secret_basic unless given or the tenant's dialect says otherwise",
  },
  {
    member: 'token_endpoint_auth_signing_alg',
    flags: '--token-endpoint-auth-signing-alg <alg>',
    description: 'for the ..._jwt methods',
  },
  { member: 'jwks', flags: '--jwks <json>', description: 'public keys, as JSON or @file', read: jsonOrFile },
  { member: 'jwks_uri', flags: '--jwks-uri <url>', description: 'where its public keys are' },
  { member: 'application_type', flags: '--application-type <type>', description: 'web or native' },
  {
    member: 'post_logout_redirect_uris',
    flags: '--post-logout-redirect-uri <uri>',
    description: 'where users return to after signing out; repeatable',
    read: collect,
  },
  {
    member: 'frontchannel_logout_uri',
    flags: '--frontchannel-logout-uri <url>',
    description: 'opened in a hidden frame when the user signs out',
  },
  {
    member: 'backchannel_logout_uri',
    flags: '--backchannel-logout-uri <url>',
    description: 'gets a signed logout token when the user signs out',
  },
  {
    member: 'webhook_uri',
    flags: '--webhook-uri <url>',
    description: 'gets a signed event when a user uninstalls the app or its tokens are revoked',
  },
  {
    member: 'id_token_signed_response_alg',
    flags: '--id-token-signed-response-alg <alg>',
    description: 'RS256 unless given',
  },
  {
    member: 'default_max_age',
    flags: '--default-max-age <seconds>',
    description: 'users sign in again after this',
    read: wholeNumber,
  },
  { member: 'client_uri', flags: '--client-uri <url>', description: 'its home page' },
  { member: 'logo_uri', flags: '--logo-uri <url>', description: 'its logo' },
  { member: 'tos_uri', flags: '--tos-uri <url>', description: 'its terms of service' },
  { member: 'policy_uri', flags: '--policy-uri <url>', description: 'its privacy policy' },
  { member: 'contacts', flags: '--contact <email>', description: 'of its developers; repeatable', read: collect },
  {
    member: 'allowed_cors_origins',
    flags: '--allowed-cors-origin <origin>',
    description: 'web pages that may call the endpoints; repeatable',
    read: collect,
  },
  {
    member: 'resource',
    flags: '--resource <identifier>',
    description: 'a resource server that this client is; repeatable',
    read: collect,
  },
];

/** Members that are true or false: what each of its two options says. */
const switches: readonly { member: keyof ClientMetadataInput; on: string; off: string }[] = [
  {
    member: 'frontchannel_logout_session_required',
    on: 'the front-channel logout URI is told which session ended',
    off: 'take that back',
  },
  {
    member: 'backchannel_logout_session_required',
    on: 'its logout tokens name the session',
    off: 'take that back',
  },
  {
    member: 'browser_access',
    on: 'access tokens may come through the browser (RFC 9700 §2.1.2 advises against it)',
    off: 'take that back',
  },
  { member: 'offline_access', on: 'it may have refresh tokens', off: 'refuse offline_access' },
  {
    member: 'verified',
    on: 'you have checked who is behind the app; said on the consent page',
    off: 'take that back',
  },
  {
    member: 'require_pkce',
    on: "refuse requests without PKCE (the default, unless the tenant's dialect says otherwise)",
    off: 'for a confidential client that cannot send PKCE',
  },
];

export function withMetadataOptions(command: Command): Command {
  for (const { flags, description, read } of metadataOptions) {
    if (read === undefined) command.option(flags, description);
    else command.option(flags, description, read as (value: string, previous: unknown) => unknown);
  }
  command
    .option('--name <name>', 'the same as --client-name')
    .option('--cors-origin <origin>', 'the same as --allowed-cors-origin', collect);
  for (const { member, on, off } of switches) {
    const flag = switchFlag(member);
    command.option(flag, on).option(flag.replace('--', '--no-'), off);
  }
  return command;
}

/** What was given, in the names of RFC 7591. */
export function readMetadataOptions(options: Readonly<Record<string, unknown>>): ClientMetadataInput {
  if (options.name !== undefined && options.clientName !== undefined) {
    throw new CliError(2, '--name and --client-name are the same.', 'Give one of them.');
  }
  const given = [
    ...metadataOptions.map(({ member, flags }) => [member, options[optionKey(flags)]] as const),
    ...switches.map(({ member }) => [member, options[optionKey(switchFlag(member))]] as const),
  ];
  const all = [
    ...given,
    ...(options.name === undefined ? [] : [['client_name', options.name]]),
    ...(options.corsOrigin === undefined ? [] : [['allowed_cors_origins', allCorsOrigins(options)]]),
  ];
  return inFull(Object.fromEntries(all.filter(([, value]) => value !== undefined)) as ClientMetadataInput);
}

function allCorsOrigins({ allowedCorsOrigin, corsOrigin }: Readonly<Record<string, unknown>>): unknown[] {
  return [allowedCorsOrigin ?? [], corsOrigin].flat();
}

/** The grant types that people know by one word, with what belongs to them unless something else was given. */
const FLOWS: Readonly<Record<string, (input: ClientMetadataInput) => ClientMetadataInput>> = {
  code: ({ offline_access = false }) => ({
    grant_types: ['authorization_code', ...refreshing(offline_access)],
    response_types: ['code'],
  }),
  hybrid: ({ offline_access = false }) => ({
    grant_types: ['authorization_code', 'implicit', ...refreshing(offline_access)],
    response_types: ['code id_token', 'code token', 'code id_token token'],
    require_pkce: false,
  }),
  implicit: () => ({
    grant_types: ['implicit'],
    response_types: ['id_token', 'id_token token', 'token'],
    token_endpoint_auth_method: 'none',
  }),
};

function refreshing(offline_access: boolean): string[] {
  return offline_access ? ['refresh_token'] : [];
}

function inFull(input: ClientMetadataInput): ClientMetadataInput {
  const [flow = '', ...others] = input.grant_types ?? [];
  if (others.length > 0 || !Object.hasOwn(FLOWS, flow)) return input;
  const { grant_types, ...rest } = input;
  return { offline_access: false, ...FLOWS[flow]?.(input), ...rest };
}

function switchFlag(member: string): string {
  return `--${member.replaceAll('_', '-')}`;
}

/** `--redirect-uri <uri>` → `redirectUri`, as commander names it. */
function optionKey(flags: string): string {
  return flags.replace(/^--([\w-]+).*$/, '$1').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
