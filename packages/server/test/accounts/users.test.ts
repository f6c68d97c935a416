import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUser } from '../../src/accounts/users.ts';
import type { Tenant } from '../../src/tenants/tenant.ts';
import { type Installation, startInstallation } from '../management/installation.ts';

let installation: Installation;
let tenant: Tenant;

beforeAll(async () => {
  installation = await startInstallation();
  tenant = await installation.tenant();
});
afterAll(() => installation.close());

let users = 0;

const create = (email: string | null, password: string | null) =>
  createUser(installation.deps, tenant, {
    email: email ?? `user${users++}@example.com`,
    password,
    email_verified: false,
    claims: {},
  });

test('a user keeps the address as typed and is found by its key', async () => {
  const result = await create(' Bob@Example.com', 'correct horse');
  expect(result).toMatchObject({
    outcome: 'created',
    user: { email: 'Bob@Example.com', email_key: 'bob@example.com', email_verified: 0 },
  });
  expect(await installation.deps.storage.users.findByEmailKey(tenant.tenant_id, 'bob@example.com')).toMatchObject({
    sub: expect.stringMatching(/^usr_[0-9a-f]{32}$/),
    password_hash: expect.stringMatching(/^\$argon2id\$/),
  });
});

test('an address belongs to one user', async () => {
  await create('amy@example.com', null);
  expect(await create('AMY@example.com', null)).toMatchObject({ outcome: 'refused', problems: [{ field: 'email' }] });
});

test.each([
  ...[
    'short',
    '1234567',
    '\u00e9'.repeat(7),
    'password',
    'PASSWORD123',
    'Qwertyuiop',
    'x'.repeat(1025),
    '\u00e9'.repeat(513),
  ],
  ...['half a \ud800 character', '\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44'],
])('NIST SP 800-63B-4 §3.1.1.2: the password %j is refused', async (password) => {
  expect(await create(null, password)).toMatchObject({
    outcome: 'refused',
    problems: [{ field: 'password' }],
  });
});

test.each([
  '8 simple',
  'no rules of composition',
  '\u00e9\u00e8\u00ea\u00eb\u00f1\u00e7\u00fc\u00f6',
  ' spaces and ',
  'never the same word '.repeat(51),
  '\u{1f40e}\u{1f984}\u{1f40d}\u{1f422}\u{1f98a}\u{1f426}\u{1f433}\u{1f41d}',
])('NIST SP 800-63B-4 §3.1.1.2: the password %j is accepted', async (password) =>
  expect(await create(null, password)).toMatchObject({ outcome: 'created' }),
);

test('the e-mail address is no password', async () => {
  const refused = { outcome: 'refused', problems: [{ field: 'password' }] };
  expect(await create('eve@example.com', 'Eve@Example.com')).toMatchObject(refused);
});

test('all problems are told at once', async () => {
  expect(await create('nobody', 'short')).toMatchObject({ problems: [{ field: 'email' }, { field: 'password' }] });
});
