import { ConfigError } from '../config/problems.ts';
import type { Deps } from '../deps.ts';
import { ensureFirstOperator, makeSetupLink } from '../management/first-operator.ts';
import { ManagementError } from '../management/management-error.ts';
import { createOutput } from './output.ts';
import { isInteractive } from './terminal.ts';

/** Makes the operator whom the configuration names, if there is none. Throws ConfigError with everything that is wrong with it. */
export async function bootstrapOperator(deps: Deps): Promise<void> {
  try {
    const outcome = await ensureFirstOperator(deps);
    if (outcome === 'created') deps.log.warn('The first operator was made from the configuration (bootstrap)');
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    throw new ConfigError(
      error.problems.map(({ field, problem }) => ({ path: field, problem, remedy: remedies[field] ?? anyway })),
    );
  }
}

const remedies: Readonly<Record<string, string>> = {
  'bootstrap.email': 'Set XENIA_BOOTSTRAP_EMAIL to the address of the first operator.',
  'bootstrap.password':
    'Set XENIA_BOOTSTRAP_PASSWORD_FILE to a file with another one, for example from `openssl rand -base64 24`.',
  'bootstrap.tenant': 'Set XENIA_BOOTSTRAP_TENANT to one that `xenia tenant list` shows, or leave it out.',
};
const anyway = 'Leave out XENIA_BOOTSTRAP_EMAIL and XENIA_BOOTSTRAP_PASSWORD, and use `xenia admin setup-link`.';

/**
 * Where the installation has no operator: shows a new setup link to the person who has just started the server, and only to a person.
 * It stays out of the log, which others read and keep; in production without a terminal the log says how to get one.
 */
export async function offerSetupLink(deps: Deps, { json = false }: { json?: boolean | undefined }): Promise<void> {
  if (await deps.storage.administrators.hasOperator()) return;
  if (json || (deps.config.mode === 'production' && !isInteractive(json))) {
    deps.log.warn('Nobody administers this installation yet. Print a setup link: xenia admin setup-link');
    return;
  }
  const link = await makeSetupLink(deps);
  if (link === null) return;
  const output = createOutput(json);
  const lines = [
    '',
    'Nobody administers this installation yet. Make your administrator account here:',
    `  ${link.url}`,
    'The link works once, for a day, and until the next start.',
    '',
  ];
  for (const line of lines) output.progress(line);
}
