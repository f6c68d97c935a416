import { type Address, isWithin, parseAddress, parseRange } from './addresses.ts';

const parsedRanges = new WeakMap<readonly string[], [Address, number][]>();

/**
 * The address of whoever sent the request. X-Forwarded-For counts only as far as trusted proxies wrote it: read from the right,
 * the first address that is not a trusted proxy is the client. A part that is no address ends the reading.
 *
 * @param remoteAddress of the TCP connection
 * @param trustedProxies addresses and CIDR ranges
 */
export function clientAddress(remoteAddress: string, headers: Headers, trustedProxies: readonly string[]): string {
  const ranges = rangesOf(trustedProxies);
  const forwarded = (headers.get('x-forwarded-for') ?? '').split(',');
  let address = parseAddress(remoteAddress);
  while (address !== null && isWithin(address, ranges)) {
    const next = parseForwarded(forwarded.pop() ?? '');
    if (next === null) break;
    address = next;
  }
  return address?.toString() ?? remoteAddress;
}

/** Whether a peer is one of the trusted proxies, so that what it forwards counts. */
export function isTrustedProxy(remoteAddress: string, trustedProxies: readonly string[]): boolean {
  const address = parseAddress(remoteAddress);
  return address !== null && isWithin(address, rangesOf(trustedProxies));
}

/** What counts as one network for throttling: an IPv4 address or the /64 of an IPv6 one, however it is spelled. */
export function networkBucket(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null) return 'unknown';
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const network = [...parsed.toByteArray().slice(0, 8), ...new Array<number>(8).fill(0)];
  const groups = Array.from({ length: 4 }, (_, index) =>
    (((network[2 * index] ?? 0) << 8) | (network[2 * index + 1] ?? 0)).toString(16),
  );
  return `${groups.join(':')}::/64`;
}

function rangesOf(trustedProxies: readonly string[]): [Address, number][] {
  let ranges = parsedRanges.get(trustedProxies);
  if (ranges === undefined) {
    ranges = trustedProxies.flatMap((text) => {
      const address = parseAddress(text);
      if (address !== null) return [[address, address.kind() === 'ipv4' ? 32 : 128] as [Address, number]];
      const range = parseRange(text);
      return range === null ? [] : [range];
    });
    parsedRanges.set(trustedProxies, ranges);
  }
  return ranges;
}

/** Some proxies append the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function parseForwarded(part: string): Address | null {
  const text = part.trim();
  return (
    parseAddress(text) ??
    parseAddress(text.replace(/^\[([^\]]*)\](:\d{1,5})?$/, '$1').replace(/^(\d[\d.]*):\d{1,5}$/, '$1'))
  );
}
