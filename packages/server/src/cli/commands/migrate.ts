import type { Command } from 'commander';
import { commandConfig } from '../installation.ts';
import { migrateStorage } from '../migrate-storage.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';
import { createOutput } from '../output.ts';

export function defineMigrate(command: Command): void {
  withCommonOptions(command).action(async (options: CommonOptions) => {
    const output = createOutput(options.json === true);
    const applied = await migrateStorage(commandConfig(options), (name) => output.progress(`Applying ${name} ...`));
    const text =
      applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.length}: ${applied.join(', ')}`;
    output.result({ applied }, text);
  });
}
