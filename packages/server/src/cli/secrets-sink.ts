import { open, rm } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

/** Where the secrets of new clients go, each as soon as it is there, so that none is lost to what comes after. */
export interface SecretsSink {
  /** null: into the answer. */
  readonly file: string | null;
  take(secret: { client_id: string; client_secret: string }): Promise<void>;
  close(): Promise<void>;
}

/** A new file, one JSON object a line, which only its owner reads. Throws CliError before anything was changed. */
export async function openSecretsFile(file: string): Promise<SecretsSink> {
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const problem = error.code === 'EEXIST' ? 'exists already' : `cannot be written (${error.code})`;
    throw new CliError(2, `${file} ${problem}.`, 'Name a new file with --secrets-file; none is ever overwritten.');
  });
  let taken = 0;
  return {
    file,
    async take(secret) {
      await handle.appendFile(`${JSON.stringify(secret)}\n`);
      await handle.sync();
      taken += 1;
    },
    async close() {
      await handle.close();
      if (taken === 0) await rm(file);
    },
  };
}
