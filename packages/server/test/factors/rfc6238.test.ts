import { describe, expect, test } from 'vitest';
import { totpStep } from '../../src/accounts/totp.ts';

const secret = Buffer.from('12345678901234567890');

describe('RFC 6238', () => {
  // Appendix B, SHA1; of its eight digits the last six.
  test.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('Appendix B: at %i the code is %s', async (at, code) => {
    expect(await totpStep(secret, code, at)).toBe(Math.floor(at / 30));
  });

  test('§5.2 "at most one time step is allowed as the network delay": one step before and after, no more', async () => {
    const at = 1111111111;
    const step = Math.floor(at / 30);
    for (const [delay, expected] of [
      [30, step],
      [-30, step],
      [60, null],
      [-60, null],
    ] as const) {
      expect(await totpStep(secret, '050471', at + delay)).toBe(expected);
    }
  });

  test('spaces do not matter; anything but six digits is none', async () => {
    expect(await totpStep(secret, ' 050 471 ', 1111111111)).not.toBeNull();
    for (const code of ['', '50471', '0504711', '05047a', '٠٥٠٤٧١', '050471; DROP', '+50471']) {
      expect(await totpStep(secret, code, 1111111111)).toBeNull();
    }
  });
});
