import { expect, test } from 'vitest';
import { isPublicAddress, parseAddress } from '../../src/http/addresses.ts';

test.each([
  ...[
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '192.0.0.1',
    '192.0.2.1',
  ],
  ...[
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
  ],
  ...[
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:a00:1',
    '::127.0.0.1',
    '::8.8.8.8',
    '64:ff9b::7f00:1',
  ],
  ...[
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
  ],
])('RFC 6890: %s is not part of the public internet', (text) => {
  const address = parseAddress(text);
  expect(address).not.toBeNull();
  expect(address === null || isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '1.1.1.1', '::ffff:8.8.8.8', '2606:4700::1111', '2a00:1450::1'])('%s is public', (text) => {
  const address = parseAddress(text);
  expect(address !== null && isPublicAddress(address)).toBe(true);
});

test.each([
  '127.1',
  '0177.0.0.1',
  '2130706433',
  '0x7f000001',
  '1.2.3.4.5',
  '::ffff:1.2.3',
  'localhost',
  '',
  '1.2.3.4 ',
])('only plain notations are addresses: %j is none', (text) => expect(parseAddress(text)).toBeNull());
