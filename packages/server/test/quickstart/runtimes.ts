import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Quickstart } from '../../src/management/quickstart/index.ts';

const nodeModules = resolve(import.meta.dirname, '../../../../node_modules');

/** How to see whether a runtime is there: its version. */
const VERSIONS = {
  python: ['python3', '--version'],
  java: ['javac', '-version'],
  go: ['go', 'version'],
  php: ['php', '--version'],
  dotnet: ['dotnet', '--version'],
  curl: ['bash', '-c', 'curl --version && openssl version && sed --version'],
} as const;

/** Why code of this language cannot run here; null: it can. */
export function whyNot(language: keyof typeof VERSIONS): string | null {
  const [command, ...parameters] = VERSIONS[language];
  const { status } = spawnSync(command, parameters, { stdio: 'ignore' });
  return status === 0 ? null : `${command} is not installed on this machine`;
}

/** The title of a test, with the reason why it is skipped. */
export function titled(title: string, reason: string | null): string {
  return reason === null ? title : `${title} (not here: ${reason})`;
}

export interface Program {
  /** Everything that it has said, also on standard error. */
  output(): string;
  /** Resolves once it has said something that matches, and throws with everything that it said if it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  hear(line: string): void;
  /** Its exit code. */
  end: Promise<number | null>;
  stop(): void;
}

/** A folder of its own with the files of a quickstart, and what the developer would have installed. */
export function writeDown(files: Quickstart['files']): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'xenia-quickstart-'));
  for (const { name, content } of files) writeFileSync(join(folder, name), content);
  symlinkSync(nodeModules, join(folder, 'node_modules'), 'dir');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs the command that the quickstart names, with nothing in the environment that it does not. */
export function run(code: Quickstart, variables: Readonly<Record<string, string | undefined>>): Program {
  const { folder, remove } = writeDown(code.files);
  const { PATH = '', HOME = '' } = process.env;
  const given = Object.entries(variables).filter((one): one is [string, string] => one[1] !== undefined);
  const env = { PATH, HOME, LANG: 'C.UTF-8', GOTOOLCHAIN: 'local', GOPROXY: 'off', ...Object.fromEntries(given) };
  // A group of its own: some commands start the program as a child.
  const child = spawn('bash', ['-c', code.run], { cwd: folder, env, detached: true });
  return programOf(child, remove);
}

function programOf(child: ChildProcessWithoutNullStreams, remove: () => void): Program {
  let said = '';
  let ended = false;
  let listen = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      listen();
    });
  }
  const end = new Promise<number | null>((done) => {
    child.once('close', (status) => {
      ended = true;
      listen();
      remove();
      done(status);
    });
  });
  return {
    output: () => said,
    says: (pattern) =>
      new Promise((found, failed) => {
        listen = () => {
          const match = pattern.exec(said);
          if (match !== null) found(match);
          else if (ended) failed(new Error(`it ended, having said: ${said}`));
        };
        listen();
      }),
    hear: (line) => child.stdin.write(`${line}\n`),
    end,
    stop: () => {
      if (!ended && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    },
  };
}

/** A port of the loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
