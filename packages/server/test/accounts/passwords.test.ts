import { argon2Sync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BusyError, createPasswords } from '../../src/accounts/passwords.ts';

const passwords = createPasswords({ random: randomBytes });

describe('NIST SP 800-63B-4 §3.1.1.2', () => {
  test('a password is kept as a salted argon2id hash', async () => {
    const [one, other] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(other);
    expect(await passwords.verify(one, 'correct horse')).toBe(true);
    expect(await passwords.verify(one, 'correct horsE')).toBe(false);
    expect(await passwords.verify(one, '')).toBe(false);
  });

  test('a hash made with other parameters is verified with those', async () => {
    const salt = Buffer.from('somesaltsomesalt');
    const parameters = { message: 'password', nonce: salt, parallelism: 2, tagLength: 24, memory: 4096, passes: 3 };
    const encode = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    const phc = `$argon2id$v=19$m=4096,t=3,p=2$${encode(salt)}$${encode(argon2Sync('argon2id', parameters))}`;
    expect(await passwords.verify(phc, 'password')).toBe(true);
    expect(await passwords.verify(phc, 'passwort')).toBe(false);
  });

  test('every character counts: nothing is cut', async () => {
    const long = 'x'.repeat(1023);
    const phc = await passwords.hash(`${long}a`);
    expect(await passwords.verify(phc, `${long}a`)).toBe(true);
    expect(await passwords.verify(phc, `${long}b`)).toBe(false);
    expect(await passwords.verify(phc, `${long}aa`)).toBe(false);
    await expect(passwords.hash(`${long}aa`)).rejects.toThrow(RangeError);
  });

  test('Unicode is normalised: two ways to type the same password are one', async () => {
    const phc = await passwords.hash('Stra\u00dfe caf\u00e9 \u2460');
    expect(await passwords.verify(phc, 'Stra\u00dfe cafe\u0301 1')).toBe(true);
  });
});

test('nobody signs in as an account that does not exist, whatever the password', async () => {
  for (const password of ['', 'x', '\u0000']) expect(await passwords.verify(null, password)).toBe(false);
});

test('fault 16: two hashes at once, 32 wait, the next is told to come back', async () => {
  const phc = await passwords.hash('secret of someone');
  const attempts = Array.from({ length: 40 }, () => passwords.verify(phc, 'secret of someone'));
  const results = await Promise.allSettled(attempts);
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(refused).toHaveLength(6);
  for (const reason of refused) expect(reason).toBeInstanceOf(BusyError);
  expect(results.filter((result) => result.status === 'fulfilled' && result.value)).toHaveLength(34);
  expect(await passwords.verify(phc, 'secret of someone')).toBe(true);
});
