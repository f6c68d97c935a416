import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What a process that was started here can be asked. */
export interface Child {
  /** Sends a message, if there is one, and resolves to the next that comes back. Rejects when the process ends or `seconds` pass. */
  ask<Reply>(message: unknown, seconds: number): Promise<Reply>;
  /** Asks it to end, and ends it if it does not. */
  stop(): Promise<void>;
}

interface ChildOptions {
  /** Arguments for node: flags, the script, its arguments. */
  readonly args: readonly string[];
  /** 0: server, 1: generator. Kept apart so that neither takes the other's time. */
  readonly core: 0 | 1;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Whether processes can be kept on a core of their own here. */
export const pinning: boolean = availableParallelism() >= 2 && spawnSync('taskset', ['--version']).status === 0;

const running = new Set<ChildProcess>();

/** Ends whatever still runs; for when this process must end early. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts a process of this Node. Its output goes nowhere; the end of its error output is told when it fails. */
export function start({ args, core, env = {}, cwd }: ChildOptions): Child {
  const [command, ...rest] = [...(pinning ? ['taskset', '-c', String(core)] : []), process.execPath, ...args];
  const child = spawn(command ?? process.execPath, rest, {
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  running.add(child);
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      running.delete(child);
      resolve();
    });
  });
  return {
    ask: async <Reply>(message: unknown, seconds: number) => {
      try {
        return await ask<Reply>(child, message, seconds);
      } catch (error) {
        throw new Error(`${(error as Error).message}\n${errors}`);
      }
    },
    stop: async () => {
      child.kill('SIGTERM');
      const deadline = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(deadline);
    },
  };
}

function ask<Reply>(child: ChildProcess, message: unknown, seconds: number): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(deadline);
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onError);
      settle();
    };
    const onMessage = (reply: unknown) => finish(() => resolve(reply as Reply));
    const onExit = (code: number | null) => finish(() => reject(new Error(`a process ended early with ${code}`)));
    const onError = (error: Error) => finish(() => reject(error));
    const late = () => finish(() => reject(new Error(`no answer within ${seconds} s`)));
    const deadline = setTimeout(late, seconds * 1000);
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onError);
    if (message !== undefined) child.send(message as object);
  });
}
