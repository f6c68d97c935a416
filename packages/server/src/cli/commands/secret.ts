import type { Command } from 'commander';
import { createSecret, revokeSecret } from '../../management/secrets.ts';
import { withTenant } from '../installation.ts';
import { type TenantOptions, wholeNumber, withTenantOptions } from '../options.ts';
import { createOutput, factLines } from '../output.ts';

interface CreateOptions extends TenantOptions {
  description?: string;
  expiresIn?: number;
}

export function defineSecret(command: Command): void {
  withTenantOptions(
    command
      .command('create')
      .argument('<client_id>')
      .description('Give an app one more secret, so that it can change over without a gap')
      .option('--description <text>', 'to tell secrets apart')
      .option('--expires-in <seconds>', 'it ends by itself', wholeNumber),
  ).action(async (client_id: string, options: CreateOptions) => {
    const input = { description: options.description ?? '', expires_in: options.expiresIn ?? null };
    const secret = await withTenant(options, (deps, tenant) => createSecret(deps, tenant, client_id, input));
    createOutput(options.json === true).result(
      secret,
      `${factLines(secret)}\n\nKeep the client_secret now: it is not shown again.`,
    );
  });

  withTenantOptions(
    command
      .command('revoke')
      .argument('<client_id>')
      .argument('<secret_id>', 'as `xenia client show` lists it')
      .description('Refuse a secret from now on'),
  ).action(async (client_id: string, secret_id: string, options: TenantOptions) => {
    const result = await withTenant(options, (deps, tenant) => revokeSecret(deps, tenant, client_id, secret_id));
    createOutput(options.json === true).result(result, `Revoked ${secret_id}.`);
  });
}
