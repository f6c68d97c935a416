import type { Command } from 'commander';
import type { ResourceServerInput } from '../../management/contract.ts';
import { listResourceServers, putResourceServer } from '../../management/operations/resource-servers.ts';
import { type TenantOptions, wholeNumber, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { perform, performAll } from '../perform.ts';

interface CreateOptions extends TenantOptions {
  name?: string;
  accessTokenFormat?: 'jwt' | 'opaque';
  accessTokenTtl?: number;
  accessTokenSigningAlg?: string;
}

export function defineResourceServer(command: Command): void {
  withTenantOptions(
    command
      .command('create')
      .argument('<resource>', 'the identifier, an absolute URI; becomes the audience of tokens (RFC 8707)')
      .description('Create or replace an API that accepts access tokens')
      .option('--name <text>', 'what users read')
      .option('--access-token-format <format>', 'jwt or opaque')
      .option('--access-token-ttl <seconds>', "lifetime of its tokens, if not the tenant's", wholeNumber)
      .option('--access-token-signing-alg <alg>', 'RS256, PS256, ES256 or EdDSA'),
  ).action(async (resource: string, options: CreateOptions) => {
    const body = {
      name: options.name ?? resource,
      ...(options.accessTokenFormat === undefined ? {} : { access_token_format: options.accessTokenFormat }),
      ...(options.accessTokenTtl === undefined ? {} : { access_token_ttl: options.accessTokenTtl }),
      ...(options.accessTokenSigningAlg === undefined
        ? {}
        : { access_token_signing_alg: options.accessTokenSigningAlg }),
    } as Omit<ResourceServerInput, 'resource'>;
    const server = await perform(options, putResourceServer, { params: { resource }, body });
    createOutput(options.json === true).result(server, factLines(server));
  });

  withTenantOptions(command.command('list').description('List the APIs')).action(async (options: TenantOptions) => {
    const servers = await performAll(options, listResourceServers, {});
    const columns = [
      'resource',
      'name',
      'access_token_format',
      'access_token_ttl',
      'access_token_signing_alg',
    ] as const;
    const empty = 'There is no resource server yet. Create one: xenia resource-server create <identifier>';
    createOutput(options.json === true).result(servers, tableLines(servers, columns, empty));
  });
}
