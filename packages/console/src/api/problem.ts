/** One field that was refused, in the name that the request gave it; empty where no single one is to blame. */
export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
}

/** The management API refused (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** 0: the server could not be reached. */
  readonly status: number;
  readonly title: string;
  readonly fields: readonly FieldProblem[];
  /** To quote when asking for help. */
  readonly request_id: string | null;

  constructor(refusal: Pick<ApiProblem, 'status' | 'title' | 'message' | 'fields' | 'request_id'>) {
    super(refusal.message);
    this.status = refusal.status;
    this.title = refusal.title;
    this.fields = refusal.fields;
    this.request_id = refusal.request_id;
  }
}

/** Reads a refusal, also one that is no problem document because something between us and the server made it. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const read: unknown = await response.json().catch(() => null);
  const body = typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  const title = typeof body.title === 'string' ? body.title : response.statusText;
  return new ApiProblem({
    status: response.status,
    title,
    message: typeof body.detail === 'string' ? body.detail : title,
    fields: Array.isArray(body.errors) ? body.errors.filter(isFieldProblem) : [],
    request_id: response.headers.get('x-request-id'),
  });
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return typeof value === 'object' && value !== null && 'problem' in value && 'field' in value;
}
