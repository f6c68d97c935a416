import type { QuickstartValues } from './values.ts';

export interface QuickstartFile {
  readonly name: string;
  readonly content: string;
}

/** Code to copy. */
export interface QuickstartCode {
  /** The command that fetches what the code needs besides its runtime; null: nothing. */
  readonly install: string | null;
  readonly files: readonly QuickstartFile[];
  /** The command that starts it. */
  readonly run: string;
  /** What to know besides; plain text. */
  readonly notes: readonly string[];
}

/** The quickstarts of one language. Every value gets into the code as a literal of `literal.ts` or as a number, by no other way. */
export interface Template {
  /** As it is named in addresses. */
  readonly language: string;
  readonly title: string;
  /** Why there is no code for this client; null: there is. */
  problem(values: QuickstartValues): string | null;
  write(values: QuickstartValues): QuickstartCode;
}

/** For the languages whose code knows the ways of RFC 6749 §2.3.1 to authenticate and that of public clients. */
export function simpleAuthenticationProblem({ client }: QuickstartValues): string | null {
  const { token_endpoint_auth_method: method } = client;
  return ['none', 'client_secret_basic', 'client_secret_post'].includes(method)
    ? null
    : `There is no code in this language for ${method} yet; take node.`;
}
