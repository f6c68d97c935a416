import type { Command } from 'commander';
import { stringify } from 'yaml';
import { exportTenant, type TenantExport } from '../../management/declarative/export-tenant.ts';
import { withTenant } from '../installation.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput } from '../output.ts';

export function defineExport(command: Command): void {
  withTenantOptions(
    command.option('--with-secrets', 'with the secrets that can be read, which are those of upstream providers'),
  ).action(async (options: TenantOptions & { withSecrets?: boolean }) => {
    const withSecrets = options.withSecrets === true;
    const exported = await withTenant(options, (deps, tenant) => exportTenant(deps, tenant, { withSecrets }));
    const output = createOutput(options.json === true);
    output.result(
      exported.document,
      stringify(exported.document, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd(),
    );
    for (const note of notesOn(exported)) output.progress(note);
  });
}

function notesOn({ clients_left_out, clients_with_secrets }: TenantExport): string[] {
  const left = `Left out: ${clients_left_out} clients that belong to apps or act for users, and whoever and whatever belongs to users.`;
  const secrets = `Not exported: the secrets of ${clients_with_secrets} clients, of which only hashes are kept. Applied elsewhere, they get new ones.`;
  return [...(clients_left_out === 0 ? [] : [left]), ...(clients_with_secrets === 0 ? [] : [secrets])];
}
