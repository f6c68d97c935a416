import { ManagementError } from '../../src/management/management-error.ts';

/** The refusal that an operation ends in; fails the test if it succeeds or breaks. */
export async function refusal(operation: Promise<unknown>): Promise<ManagementError> {
  const outcome = await operation.then(
    (value) => new Error(`not refused: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof ManagementError) return outcome;
  throw outcome;
}
