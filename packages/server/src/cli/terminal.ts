import { CliError } from './cli-error.ts';

/** Whether somebody sits there who can be asked. */
export function isInteractive(json: boolean | undefined): boolean {
  return json !== true && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Asks for a line, without showing it if `secret`. */
export async function ask(message: string, secret = false): Promise<string> {
  const { isCancel, password, text } = await import('@clack/prompts');
  const answer = await (secret ? password({ message }) : text({ message }));
  if (isCancel(answer))
    throw new CliError(1, 'Cancelled; nothing was changed.', 'Run the command again when you are ready.');
  return answer ?? '';
}

/** Asks before something that cannot be undone; without a person at the terminal the command itself is the answer. */
export async function confirm(message: string, { json, yes }: { json?: boolean; yes?: boolean }): Promise<void> {
  if (yes === true || !isInteractive(json)) return;
  const prompts = await import('@clack/prompts');
  if ((await prompts.confirm({ message, initialValue: false })) !== true) {
    throw new CliError(1, 'Cancelled; nothing was changed.', 'Run the command again when you are ready.');
  }
}

/** All of standard input, without the line end that echo adds. */
export async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
