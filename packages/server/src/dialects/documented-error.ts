/** An error of a wire that has a page of its own, at `{issuer}/errors/{error_code}`. Fixed English for the app's developer. */
export interface DocumentedError {
  readonly error_code: string;
  /** HTTP status that it comes with. */
  readonly status: number;
  /** One sentence, also on the wire. */
  readonly message: string;
  readonly remedy: string;
}

/** Relative to the issuer. */
export const ERROR_PAGES = '/errors/';

/** Where the page about an error is. */
export function errorPageUrl(issuer: string, error_code: string): string {
  return `${issuer}${ERROR_PAGES}${error_code}`;
}
