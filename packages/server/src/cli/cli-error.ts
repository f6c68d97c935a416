/** Exit codes: 1 the operation was refused or failed, 2 the command line or the configuration is wrong. */
export type ExitCode = 1 | 2;

/** What stops a command, told with the way out of it. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  readonly remedy: string;

  constructor(exitCode: ExitCode, problem: string, remedy: string) {
    super(problem);
    this.exitCode = exitCode;
    this.remedy = remedy;
  }
}
