import { CommanderError } from 'commander';
import { BusyError } from '../accounts/passwords.ts';
import { ConfigError } from '../config/problems.ts';
import { DocumentError } from '../management/declarative/document-error.ts';
import { ManagementError } from '../management/management-error.ts';
import { visible } from '../observability/pretty.ts';
import { maskSecrets } from '../observability/redaction.ts';
import { StorageUnavailableError } from '../storage/port.ts';
import { CliError, type ExitCode } from './cli-error.ts';

interface Failure {
  exitCode: ExitCode;
  /** What --json prints, on standard error. */
  report: { error: string; message: string; problems?: readonly object[]; remedy?: string };
}

/** What an error means to whoever gave the command. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof CliError) {
    const { exitCode, message, remedy } = error;
    return { exitCode, report: { error: exitCode === 2 ? 'usage' : 'refused', message, remedy } };
  }
  if (error instanceof ConfigError) {
    return { exitCode: 2, report: { error: 'configuration', message: error.message, problems: error.problems } };
  }
  if (error instanceof DocumentError) {
    return { exitCode: 2, report: { error: 'document', message: error.message, problems: error.problems } };
  }
  if (error instanceof ManagementError) {
    return { exitCode: 1, report: { error: error.kind, message: error.message, problems: error.problems } };
  }
  if (error instanceof CommanderError) {
    return { exitCode: 2, report: { error: 'usage', message: error.message.replace(/^error: /, '') } };
  }
  if (error instanceof StorageUnavailableError || error instanceof BusyError) {
    return { exitCode: 1, report: { error: 'unavailable', message: error.message, remedy: 'Try again in a moment.' } };
  }
  const message = maskSecrets(error instanceof Error ? error.message : String(error));
  return { exitCode: 1, report: { error: 'failed', message } };
}

/** One JSON document, or lines for a person. */
export function renderFailure({ report }: Failure, json: boolean): string {
  if (json) return `${JSON.stringify(report, null, 2)}\n`;
  const lines = [report.message, ...(report.remedy === undefined ? [] : [report.remedy])].flatMap((text) =>
    text.split('\n'),
  );
  return `${lines.map((line, index) => (index === 0 ? `error: ${visible(line)}` : `       ${visible(line)}`)).join('\n')}\n`;
}
