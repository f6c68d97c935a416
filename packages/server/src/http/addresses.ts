import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Reads one IP address. Only the plain notations are read (no octal or short IPv4); an IPv4-mapped IPv6 address
 * (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2) is the IPv4 address that it stands for. null if it is none.
 */
export function parseAddress(text: string): Address | null {
  const family = isIP(text);
  if (family === 4) return ipaddr.process(text);
  if (family === 0) return null;
  // In hex groups only, as ipaddr.js takes the obsolete ::192.0.2.1 (RFC 4291 §2.5.5.1) for a mapped address.
  const [address = ''] = text.split('%', 1);
  return ipaddr.process(new URL(`http://[${address}]`).hostname.slice(1, -1));
}

/** Reads a CIDR range; null if it is none. */
export function parseRange(text: string): [Address, number] | null {
  return ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : null;
}

/** Whether an address is a single one or lies in one of the ranges. */
export function isWithin(address: Address, ranges: readonly [Address, number][]): boolean {
  return ranges.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}

const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Whether an address belongs to the public internet. By the IANA special-purpose registries (RFC 6890): everything
 * that is registered for another purpose is refused, translated (64:ff9b::/96) and tunnelled addresses among them.
 */
export function isPublicAddress(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(globalUnicast);
}

/** This machine itself. */
export function isLoopbackAddress(address: Address): boolean {
  return address.range() === 'loopback';
}

/** This machine and networks of one's own. Link-local is not among them: that is where clouds keep their credentials. */
export function isPrivateAddress(address: Address): boolean {
  return isLoopbackAddress(address) || ['private', 'uniqueLocal'].includes(address.range());
}

/** The host of a URL as an address; null if it is a name. */
export function hostAddress({ hostname }: URL): Address | null {
  return parseAddress(hostname.replace(/^\[|\]$/g, ''));
}
