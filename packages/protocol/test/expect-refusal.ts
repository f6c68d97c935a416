import { expect } from 'vitest';
import { OAuthError } from '../src/errors.ts';

/** The error that `attempt` throws; fails the test if it throws nothing. */
export function thrownBy(attempt: () => unknown): unknown {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  return expect.fail('nothing was thrown');
}

/** Expects a protocol refusal with this code, and with this internal reason if given. Its description must be fit for the wire. */
export function expectRefusal(attempt: () => unknown, code: string, reason?: string): void {
  const error = thrownBy(attempt);
  if (!(error instanceof OAuthError)) throw error;
  expect(error.code).toBe(code);
  expect(error.description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  if (reason !== undefined) expect(error.refusal.reason).toBe(reason);
}
