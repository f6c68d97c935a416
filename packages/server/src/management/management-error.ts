export interface ManagementProblem {
  /** The member of the input, in the name that the input has; empty where no single one is to blame. */
  field: string;
  /** In words for the operator or developer, with the remedy. */
  problem: string;
}

/** A management operation was refused and nothing was changed. Carries every problem. */
export class ManagementError extends Error {
  override readonly name = 'ManagementError';
  readonly kind: 'invalid' | 'not_found' | 'conflict' | 'forbidden' | 'precondition_failed';
  readonly problems: readonly ManagementProblem[];

  constructor(kind: ManagementError['kind'], problems: readonly ManagementProblem[]) {
    super(problems.map(({ field, problem }) => (field === '' ? problem : `${field}: ${problem}`)).join('\n'));
    this.kind = kind;
    this.problems = problems;
  }
}

export function notFound(field: string, problem: string): ManagementError {
  return new ManagementError('not_found', [{ field, problem }]);
}

export function forbidden(problem: string): ManagementError {
  return new ManagementError('forbidden', [{ field: '', problem }]);
}
