import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isLoopbackHost } from '@xenia/protocol/loopback';
import { Agent, type Dispatcher } from 'undici';
import {
  type Address,
  hostAddress,
  isLoopbackAddress,
  isPrivateAddress,
  isPublicAddress,
  parseAddress,
} from './addresses.ts';

/** Asks a URL that somebody else named. Resolves for every status except redirects; throws OutboundFetchError. */
export type OutboundFetch = (url: string, options?: OutboundFetchOptions) => Promise<OutboundResponse>;

export interface OutboundFetchOptions {
  /** Default 256 KiB. */
  maxBytes?: number;
  /** Seconds for everything together; default 5. */
  timeout?: number;
  /** Accept header; default application/json. */
  accept?: string;
  /** The Authorization header. */
  authorization?: string;
  /** What is posted there; without it the request is a GET. */
  post?: { contentType: string; body: string };
}

export interface OutboundResponse {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Decoded as UTF-8. */
  body: string;
}

export type OutboundFetchReason =
  | 'invalid_url'
  | 'insecure_url'
  | 'forbidden_address'
  | 'redirected'
  | 'too_large'
  | 'timeout'
  | 'unreachable';

export class OutboundFetchError extends Error {
  override readonly name = 'OutboundFetchError';
  readonly reason: OutboundFetchReason;

  constructor(reason: OutboundFetchReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** As dns.lookup with `all: true`. */
export type Resolver = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A fetch that cannot be turned against the inside (OWASP ASVS 5 §1.3.6, RFC 9700 §4.10): https only, no redirects, no proxy from
 * the environment, bounded in size and time, and no connection to any address that is not public. Addresses are judged where the
 * connection is made, so a name that resolves differently a moment later gains nothing. `allowLoopback` permits this machine, also with
 * plain http; `allowPrivateNetworks` permits private addresses as well.
 */
export function createOutboundFetch({
  allowPrivateNetworks,
  allowLoopback = false,
  lookup = dnsLookup,
}: {
  allowPrivateNetworks: boolean;
  allowLoopback?: boolean;
  lookup?: Resolver;
}): OutboundFetch {
  const permits = (address: Address) =>
    isPublicAddress(address) ||
    (allowLoopback && isLoopbackAddress(address)) ||
    (allowPrivateNetworks && isPrivateAddress(address));
  const agent = new Agent({
    connect: { lookup: guardedLookup(lookup, permits), timeout: 5000 },
    connections: 8,
    pipelining: 1,
    keepAliveTimeout: 1000,
    maxHeaderSize: 16_384,
  });
  return async (url, { maxBytes = 262_144, timeout = 5, accept = 'application/json', authorization, post } = {}) => {
    const target = readTarget(url, allowLoopback || allowPrivateNetworks);
    // Node connects to an address in the URL without asking any lookup.
    const literal = hostAddress(target);
    if (literal !== null && !permits(literal)) throw forbidden(target.hostname);
    try {
      const response = await agent.request({
        origin: target.origin,
        path: `${target.pathname}${target.search}`,
        method: post === undefined ? 'GET' : 'POST',
        headers: {
          accept,
          'user-agent': 'xenia',
          ...(authorization === undefined ? {} : { authorization }),
          ...(post === undefined ? {} : { 'content-type': post.contentType }),
        },
        body: post?.body ?? null,
        signal: AbortSignal.timeout(timeout * 1000),
      });
      return await readResponse(response, maxBytes);
    } catch (error) {
      throw toOutboundFetchError(error, target.hostname);
    }
  };
}

function readTarget(url: string, allowLoopback: boolean): URL {
  if (!URL.canParse(url)) throw new OutboundFetchError('invalid_url', 'The URL cannot be read.');
  const target = new URL(url);
  if (target.username !== '' || target.password !== '') {
    throw new OutboundFetchError('invalid_url', 'The URL carries credentials.');
  }
  const secure =
    target.protocol === 'https:' || (target.protocol === 'http:' && allowLoopback && isLoopbackHost(target.hostname));
  if (!secure) throw new OutboundFetchError('insecure_url', 'The URL does not use https.');
  return target;
}

/** Refuses a name as soon as one of its addresses is forbidden: which of them a connection takes is not ours to foresee. */
function guardedLookup(lookup: Resolver, permits: (address: Address) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const parsed = addresses.map(({ address }) => parseAddress(address));
      if (parsed.some((address) => address === null || !permits(address))) return callback(forbidden(hostname), []);
      const [first] = addresses;
      if (first === undefined)
        return callback(new OutboundFetchError('unreachable', `${hostname} has no address.`), []);
      return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

async function readResponse(response: Dispatcher.ResponseData, maxBytes: number): Promise<OutboundResponse> {
  if (response.statusCode >= 300 && response.statusCode < 400) {
    // The stream reports that it was cut short; without a listener that would end the process.
    response.body.on('error', () => undefined).destroy();
    throw new OutboundFetchError(
      'redirected',
      `The answer is a redirect (${response.statusCode}), which is not followed.`,
    );
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the stream and with it the connection.
    if (size > maxBytes) throw new OutboundFetchError('too_large', `The answer is longer than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return {
    status: response.statusCode,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function forbidden(host: string): OutboundFetchError {
  return new OutboundFetchError('forbidden_address', `${host} is not on the public internet.`);
}

function toOutboundFetchError(error: unknown, host: string): OutboundFetchError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OutboundFetchError) return cause;
    // AbortSignal.timeout; and undici's own limits for connecting and waiting.
    if (cause.name === 'TimeoutError' || /Timeout/.test(cause.name)) {
      return new OutboundFetchError('timeout', `${host} did not answer in time.`, { cause: error });
    }
  }
  return new OutboundFetchError('unreachable', `${host} cannot be reached.`, { cause: error });
}
