import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../deps.ts';

export interface Passwords {
  /** The PHC string of argon2id. Throws BusyError, or RangeError for a password that is too long. */
  hash(password: string): Promise<string>;
  /**
   * Whether `password` belongs to `phc`. Costs the same time whatever the answer, also for null (no such account) and for a
   * password that is too long, so that the time tells nobody which accounts exist. Throws BusyError.
   */
  verify(phc: string | null, password: string): Promise<boolean>;
}

/** Longer ones are refused, never cut (NIST SP 800-63B-4 §3.1.1.2). Bytes of UTF-8. */
export const maxPasswordBytes = 1024;

/** Too many passwords wait to be verified. Answer 429 with Retry-After. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
  /** Seconds. */
  readonly retryAfter = 2;
}

/** OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. Also what the dummy costs. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const saltSize = 16;
const hashSize = 32;

const derive = promisify(argon2);

/**
 * Hashing takes tens of milliseconds of the thread pool that signing needs as well: at most two run at once, and
 * `queue` more may wait.
 */
export function createPasswords({
  random,
  atOnce = 2,
  queue = 32,
}: {
  random: Random;
  atOnce?: number;
  queue?: number;
}): Passwords {
  const run = createGate(atOnce, queue);
  const dummy: ParsedPhc = { ...cost, salt: Buffer.alloc(saltSize, 1), hash: Buffer.alloc(hashSize) };
  return {
    async hash(password) {
      if (isTooLong(password)) throw new RangeError(`A password has at most ${maxPasswordBytes} bytes.`);
      const salt = random(saltSize);
      return formatPhc(salt, await run(() => deriveKey(password, { ...cost, salt, size: hashSize })));
    },
    async verify(phc, password) {
      const stored = phc === null ? null : parsePhc(phc);
      const tooLong = isTooLong(password);
      const { hash, ...parameters } = stored ?? dummy;
      const derived = await run(() => deriveKey(tooLong ? '' : password, { ...parameters, size: hash.length }));
      const same = timingSafeEqual(derived, hash);
      return same && stored !== null && !tooLong;
    },
  };
}

/** Runs `atOnce` tasks at a time, lets `queue` wait and throws BusyError at the next. */
function createGate(atOnce: number, queue: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running < atOnce) running++;
    else if (waiting.length < queue) await new Promise<void>((resolve) => waiting.push(resolve));
    else throw new BusyError('Too many passwords wait to be verified.');
    try {
      return await task();
    } finally {
      // A task that waits takes over the place; `running` stays.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

function isTooLong(password: string): boolean {
  return Buffer.byteLength(password) > maxPasswordBytes;
}

interface Argon2Parameters {
  /** KiB */
  memory: number;
  passes: number;
  parallelism: number;
  salt: Buffer;
}

function deriveKey(
  password: string,
  { salt, size, ...parameters }: Argon2Parameters & { size: number },
): Promise<Buffer> {
  // NFKC: the same password typed on two keyboards is the same bytes (NIST SP 800-63B-4 §3.1.1.2).
  const message = Buffer.from(password.normalize('NFKC'));
  return derive('argon2id', { message, nonce: salt, tagLength: size, ...parameters });
}

interface ParsedPhc extends Argon2Parameters {
  hash: Buffer;
}

/** The PHC string format: unpadded base64, version 19 is Argon2 1.3 (RFC 9106). */
function formatPhc(salt: Buffer, hash: Buffer): string {
  const encode = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(salt)}$${encode(hash)}`;
}

function parsePhc(phc: string): ParsedPhc {
  const [, memory, passes, parallelism, salt = '', hash = ''] =
    /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/.exec(phc) ?? [];
  if (salt === '' || hash === '') throw new Error('A stored password is not a PHC string of argon2id.');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}
