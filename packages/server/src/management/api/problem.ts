import { json } from '../../http/responses.ts';
import type { ManagementError, ManagementProblem } from '../management-error.ts';

/** Problem details (RFC 9457), with every member of the input that was wrong. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly ManagementProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

const KINDS = {
  invalid: { status: 400, title: 'The input is not valid' },
  forbidden: { status: 403, title: 'Not permitted' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'It conflicts with what is there' },
  precondition_failed: { status: 412, title: 'It was changed meanwhile' },
} as const satisfies Record<ManagementError['kind'], object>;

export function problemOf(error: ManagementError): Problem {
  const [only, ...others] = error.problems;
  const { status, title } = KINDS[error.kind];
  const detail = only !== undefined && others.length === 0 ? only.problem : title;
  return { status, title, detail, errors: error.problems.filter(({ field }) => field !== '') };
}

/** `instance`: the request, which the log and the trace know by this id. */
export function problemResponse(
  { status, title, detail, errors = [], headers = {} }: Problem,
  instance: string,
): Response {
  const body = { type: 'about:blank', title, status, detail, instance, ...(errors.length === 0 ? {} : { errors }) };
  return json(status, body, { ...headers, 'content-type': 'application/problem+json' });
}
