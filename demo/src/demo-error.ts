/** The demo cannot start; the message says what to do about it. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}
