/** An authorization or token request was refused (RFC 6749 §4.1.2.1, §5.2), or its answer was not for us. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly error: string;
  /** The id of the request, where there was one. */
  readonly request_id: string | null;

  constructor(error: string, description: string, request_id: string | null = null) {
    super(description);
    this.error = error;
    this.request_id = request_id;
  }
}

/** From the JSON of a refusal. */
export function refusalOf(answer: Readonly<Record<string, unknown>>, response: Response): SignInError {
  const text = (name: string, fallback: string) => (typeof answer[name] === 'string' ? answer[name] : fallback);
  return new SignInError(
    text('error', 'server_error'),
    text('error_description', 'The server did not say why'),
    response.headers.get('x-request-id'),
  );
}
