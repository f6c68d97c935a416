import { expect, test } from 'vitest';
import { clientAddress, networkBucket } from '../../src/http/network.ts';

const forwarded = (value: string) => new Headers({ 'x-forwarded-for': value });
const proxies = ['10.0.0.0/8', '2001:db8:1::1'];

test('X-Forwarded-For from somebody who is no trusted proxy is ignored', () => {
  expect(clientAddress('203.0.113.9', forwarded('192.0.2.1'), [])).toBe('203.0.113.9');
  expect(clientAddress('203.0.113.9', forwarded('192.0.2.1'), proxies)).toBe('203.0.113.9');
});

test('the right-most address that is no trusted proxy is the client; what stands left of it is its own claim', () => {
  expect(clientAddress('10.0.0.1', forwarded('192.0.2.66, 203.0.113.9, 10.0.0.2'), proxies)).toBe('203.0.113.9');
  expect(clientAddress('2001:db8:1::1', forwarded('203.0.113.9'), proxies)).toBe('203.0.113.9');
  expect(clientAddress('::ffff:10.0.0.1', forwarded('203.0.113.9'), proxies)).toBe('203.0.113.9');
});

test('a part that is no address ends the reading at the proxy that wrote it', () => {
  expect(clientAddress('10.0.0.1', forwarded('203.0.113.9, garbage'), proxies)).toBe('10.0.0.1');
  expect(clientAddress('10.0.0.1', forwarded('203.0.113.9, garbage, 10.9.9.9'), proxies)).toBe('10.9.9.9');
  expect(clientAddress('10.0.0.1', new Headers(), proxies)).toBe('10.0.0.1');
});

test('a port behind an address is not part of it', () => {
  expect(clientAddress('10.0.0.1', forwarded('203.0.113.9:4711'), proxies)).toBe('203.0.113.9');
  expect(clientAddress('10.0.0.1', forwarded('[2001:db8::7]:4711'), proxies)).toBe('2001:db8::7');
});

test('catalogue 75: every spelling of one IPv6 /64 is one bucket', () => {
  const bucket = networkBucket('2001:db8:0:7::1');
  expect(bucket).toBe('2001:db8:0:7::/64');
  for (const same of [
    '2001:DB8:0:7::1',
    '2001:0db8:0000:0007:ffff::2',
    '2001:db8::7:0:0:0:9',
    '2001:db8:0:7::192.0.2.1',
  ]) {
    expect(networkBucket(same)).toBe(bucket);
  }
  expect(networkBucket('2001:db8:0:8::1')).not.toBe(bucket);
});

test('catalogue 75: an IPv4 address and its IPv6 mapping are one bucket', () => {
  expect(networkBucket('192.0.2.1')).toBe('192.0.2.1');
  expect(networkBucket('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(networkBucket('::ffff:c000:201')).toBe('192.0.2.1');
  expect(networkBucket('192.0.2.2')).not.toBe('192.0.2.1');
});
