import { CommanderError } from 'commander';
import { describeFailure, renderFailure } from './failure.ts';
import { createProgram } from './program.ts';

/** Runs one command line (without `node` and the script); resolves to the exit code. */
export async function run(words: readonly string[]): Promise<number> {
  const json = words.includes('--json');
  try {
    const program = await createProgram(words);
    if (json) silence(program);
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    // commander has printed its own words, except to a program.
    if (error instanceof CommanderError && (error.exitCode === 0 || !json)) return error.exitCode === 0 ? 0 : 2;
    const failure = describeFailure(error);
    process.stderr.write(renderFailure(failure, json));
    return failure.exitCode;
  }
}

function silence(command: Awaited<ReturnType<typeof createProgram>>): void {
  command.configureOutput({ writeErr: () => undefined });
  for (const inner of command.commands) silence(inner);
}
