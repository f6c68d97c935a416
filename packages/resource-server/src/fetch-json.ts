import { parseJsonObject } from '@xenia/protocol/json-object';
import { IssuerUnavailableError } from './issuer-unavailable-error.ts';

/** Milliseconds. */
const TIMEOUT = 5000;
const MAX_BYTES = 1_048_576;
const MAX_AGE = /(?:^|,)\s*max-age=(\d{1,9})\s*(?:,|$)/i;
const NOT_CACHEABLE = /(?:^|,)\s*no-(?:store|cache)\s*(?:,|$)/i;

export interface JsonAnswer {
  readonly status: number;
  /** null if the body is no JSON object. */
  readonly body: Record<string, unknown> | null;
  /** Seconds for which the issuer allows it to be kept (RFC 9111 §5.2.2.1); null if it does not say. */
  readonly maxAge: number | null;
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new IssuerUnavailableError('answer_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readMaxAge(cacheControl: string): number | null {
  if (NOT_CACHEABLE.test(cacheControl)) return 0;
  const seconds = MAX_AGE.exec(cacheControl)?.[1];
  return seconds === undefined ? null : Number(seconds);
}

/** Asks the issuer: bounded in time and size, never redirected elsewhere. Throws IssuerUnavailableError if there is no answer. */
export async function fetchJson(outboundFetch: typeof fetch, url: string, init: RequestInit = {}): Promise<JsonAnswer> {
  const headers = new Headers(init.headers);
  headers.set('accept', 'application/json');
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    const response = await outboundFetch(url, { ...init, headers, redirect: 'error', signal });
    const body = parseJsonObject(await readText(response));
    return { status: response.status, body, maxAge: readMaxAge(response.headers.get('cache-control') ?? '') };
  } catch (error) {
    if (error instanceof IssuerUnavailableError) throw error;
    throw new IssuerUnavailableError('no_answer', { cause: error });
  }
}
