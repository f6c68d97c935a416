import type { Command } from 'commander';
import { createSecret, revokeSecret } from '../../management/operations/clients.ts';
import { type TenantOptions, wholeNumber, withTenantOptions } from '../options.ts';
import { createOutput, factLines } from '../output.ts';
import { perform } from '../perform.ts';

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
    const body = { description: options.description ?? '', expires_in: options.expiresIn ?? null };
    const secret = await perform(options, createSecret, { params: { client_id }, body });
    const { client_secret, client_secret_expires_at, ...facts } = secret;
    const lines = factLines({ ...{ client_id, client_secret, client_secret_expires_at }, ...facts });
    const note = 'Keep the client_secret now: it is not shown again.';
    createOutput(options.json === true).result(secret, `${lines}\n\n${note}`);
  });

  withTenantOptions(
    command
      .command('revoke')
      .argument('<client_id>')
      .argument('<secret_id>', 'as `xenia client show` lists it')
      .description('Refuse a secret from now on'),
  ).action(async (client_id: string, secret_id: string, options: TenantOptions) => {
    await perform(options, revokeSecret, { params: { client_id, secret_id } });
    createOutput(options.json === true).result({ client_id, secret_id, revoked: true }, `Revoked ${secret_id}.`);
  });
}
