import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/xenia.mjs', import.meta.url));

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Standard output as JSON. */
  json(): unknown;
}

export interface CliOptions {
  cwd: string;
  input?: string;
  env?: Record<string, string>;
}

/** Starts the real command; nothing of this process's environment but PATH reaches it. */
export function startXenia(words: readonly string[], { cwd, env }: CliOptions) {
  return spawn(process.execPath, [bin, ...words], { cwd, env: { PATH: process.env.PATH ?? '', ...env } });
}

/** Runs the real command to its end. */
export function xenia(words: readonly string[], options: CliOptions): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = startXenia(words, options);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr, json: () => JSON.parse(stdout) as unknown }));
    child.stdin.end(options.input ?? '');
  });
}
