import { expect, test } from 'vitest';
import { emailKey } from '../../src/accounts/email.ts';

test.each([
  ['bob@example.com', 'bob@example.com'],
  [' Bob@Example.COM ', 'bob@example.com'],
  ['bob+news@example.com', 'bob+news@example.com'],
  ['b.o.b@example.com', 'b.o.b@example.com'],
  ["o'neil@xn--bcher-kva.example", "o'neil@xn--bcher-kva.example"],
  ['jos\u00e9@b\u00fccher.example', 'jos\u00e9@b\u00fccher.example'],
  ['jose\u0301@example.com', 'jos\u00e9@example.com'],
  ['root@localhost', 'root@localhost'],
])('%j is compared as %j', (email, key) => expect(emailKey(email)).toBe(key));

test.each([
  ...[
    'bob\uff20example.com',
    'bob@exam\uff50le.com',
    'bob@evil.com@example.com',
    'bob@@example.com',
    '@example.com',
    'bob@',
    'bob',
  ],
  ...['', ' ', 'bob @example.com', 'bob@exa mple.com', 'bob\u0000@example.com', 'bob@example.com,eve@example.com'],
  ...[
    '<bob@example.com>',
    'bob@example..com',
    'bob@.example',
    'bob@-x.example',
    'bob\u200b@example.com',
    'bob\u202e@example.com',
  ],
  ...[
    '"bob"@example.com',
    'bob@[127.0.0.1]',
    `${'x'.repeat(65)}@example.com`,
    `bob@${'x.'.repeat(130)}com`,
    'bob@example.com%0a',
  ],
])('catalogue 77: %j is no address', (email) => {
  expect(emailKey(email)).toBeNull();
});
