/** A request that HTTP itself refuses, before any protocol rule applies. `description` is fixed ASCII. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: 400 | 403 | 404 | 405 | 413 | 414 | 415 | 429 | 503;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: HttpError['status'], description: string, headers: Readonly<Record<string, string>> = {}) {
    super(description);
    this.status = status;
    this.headers = headers;
  }
}
