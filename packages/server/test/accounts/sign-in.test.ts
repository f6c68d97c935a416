import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forgiveFailures, signIn } from '../../src/accounts/sign-in.ts';
import { createUser } from '../../src/accounts/users.ts';
import type { Tenant } from '../../src/tenants/tenant.ts';
import { type Installation, startInstallation } from '../management/installation.ts';

const password = 'correct horse battery';
const refused = { outcome: 'refused', reason: 'credentials' };

let installation: Installation;
let tenant: Tenant;
let sub: string;

beforeEach(async () => {
  installation = await startInstallation();
  tenant = await installation.tenant();
  const result = await createUser(installation.deps, tenant, {
    email: 'Bob@Example.com',
    password,
    email_verified: true,
    claims: {},
  });
  if (result.outcome === 'refused') throw new Error('the user was refused');
  sub = result.user.sub;
});
afterEach(() => installation.close());

const attempt = (credentials: { email?: string; password?: string; network?: string } = {}) =>
  signIn(installation.deps, tenant, {
    email: 'bob@example.com',
    password: 'wrong',
    network: '192.0.2.1',
    ...credentials,
  });

/** Fails `count` times, waiting as long as it is told to; a network of its own each time. */
async function fail(count: number, email = 'bob@example.com') {
  let failures = 0;
  while (failures < count) {
    const result = await attempt({ email, network: `10.0.${failures >> 8}.${failures & 255}` });
    if (result.outcome === 'refused' && result.reason === 'throttled') installation.clock.now += result.retry_after;
    else failures++;
  }
}

test('the right address and password sign in, however the address is spelled', async () => {
  expect(await attempt({ password, email: ' BOB@example.com ' })).toMatchObject({
    outcome: 'signed_in',
    user: { sub },
  });
});

test('catalogue 76: a wrong password, an unknown address, no address and a disabled user get the same answer', async () => {
  expect(await attempt()).toEqual(refused);
  expect(await attempt({ email: 'eve@example.com' })).toEqual(refused);
  expect(await attempt({ email: 'bob\uff20example.com', password })).toEqual(refused);
  expect(await attempt({ password: '' })).toEqual(refused);
  expect(await attempt({ password: `${password}${'x'.repeat(2000)}` })).toEqual(refused);
  await installation.deps.storage.users.setDisabled(
    tenant.tenant_id,
    sub,
    installation.clock.now,
    'event',
    installation.clock.now,
  );
  expect(await attempt({ password })).toEqual(refused);
});

test('a user without a password cannot sign in with one', async () => {
  await createUser(installation.deps, tenant, {
    email: 'amy@example.com',
    password: null,
    email_verified: true,
    claims: {},
  });
  expect(await attempt({ email: 'amy@example.com', password: '' })).toEqual(refused);
});

test('a user of one tenant is nobody in another', async () => {
  const { createTenant } = await import('../../src/management/tenants.ts');
  await createTenant(installation.deps, { name: 'other' });
  tenant = await installation.tenant('other');
  expect(await attempt({ password })).toEqual(refused);
});

describe('catalogue 74: failures on one account', () => {
  test('five are free, then every one doubles the wait; also with the right password', async () => {
    await fail(5);
    expect(await attempt({ password, network: '198.51.100.1' })).toEqual({
      outcome: 'refused',
      reason: 'throttled',
      retry_after: 1,
    });
    installation.clock.now += 1;
    expect(await attempt({ network: '198.51.100.1' })).toEqual(refused);
    expect(await attempt({ password })).toMatchObject({ reason: 'throttled', retry_after: 2 });
    installation.clock.now += 2;
    expect(await attempt({ password })).toMatchObject({ outcome: 'signed_in' });
  });

  test('are counted together whatever the spelling and the network', async () => {
    for (const email of [
      'bob@example.com',
      'BOB@example.com',
      ' bob@example.com',
      'Bob@Example.Com',
      'bob@EXAMPLE.com ',
    ]) {
      expect(await attempt({ email, network: `192.0.2.${email.length}` })).toEqual(refused);
    }
    expect(await attempt({ password })).toMatchObject({ reason: 'throttled' });
  });

  test('are forgotten by signing in', async () => {
    await fail(4);
    expect(await attempt({ password })).toMatchObject({ outcome: 'signed_in' });
    await fail(4);
    expect(await attempt({ password })).toMatchObject({ outcome: 'signed_in' });
  });

  test('are counted for an address that nobody has as well', async () => {
    await fail(5, 'eve@example.com');
    expect(await attempt({ email: 'eve@example.com' })).toMatchObject({ reason: 'throttled', retry_after: 1 });
  });

  test('of 30 attempts at once, no more learn their result than one after the other', async () => {
    await fail(4);
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        attempt({ password: index === 29 ? password : 'wrong', network: `10.1.0.${index}` }),
      ),
    );
    const answered = results.filter((result) => !(result.outcome === 'refused' && result.reason === 'throttled'));
    // Two are verified at a time, so the free one and its neighbour.
    expect(answered.length).toBeLessThanOrEqual(2);
    expect(results.at(-1)).toMatchObject({ reason: 'throttled' });
  });

  test('NIST SP 800-63B-4 §3.2.2: no more than 100 in a row, until an operator forgives', async () => {
    await fail(100);
    installation.clock.now += 86_400;
    const locked = await attempt({ password });
    expect(locked).toMatchObject({ reason: 'throttled' });
    expect(locked.outcome === 'refused' && locked.reason === 'throttled' && locked.retry_after).toBeGreaterThan(86_400);
    await forgiveFailures(installation.deps, tenant.tenant_id, 'bob@example.com');
    expect(await attempt({ password })).toMatchObject({ outcome: 'signed_in' });
  });
});

test('catalogue 75: failures from one network slow that network down on every account', async () => {
  for (let index = 0; index < 50; index++) {
    expect(
      await attempt({ email: `user${index}@example.com`, network: `2001:db8:0:1::${index.toString(16)}` }),
    ).toEqual(refused);
  }
  expect(await attempt({ password, network: '2001:DB8:0:1:ffff::1' })).toMatchObject({
    reason: 'throttled',
    retry_after: 1,
  });
  expect(await attempt({ password, network: '2001:db8:0:2::1' })).toMatchObject({ outcome: 'signed_in' });
});
