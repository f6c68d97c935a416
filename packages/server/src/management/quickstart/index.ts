import { browser } from './browser.ts';
import { curl } from './curl.ts';
import { dotnet } from './dotnet.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { node } from './node.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import type { QuickstartCode, Template } from './template.ts';
import { commonNotes, type QuickstartInput, quickstartValues } from './values.ts';

export type { QuickstartInput } from './values.ts';

/** Every language there are quickstarts in. A new one is a file and an entry here. */
export const LANGUAGES = ['node', 'browser', 'curl', 'python', 'php', 'dotnet', 'java', 'go'] as const;
export type Language = (typeof LANGUAGES)[number];

const TEMPLATES: Readonly<Record<Language, Template>> = { node, browser, curl, python, php, dotnet, java, go };

/** Code that signs a user in, or gets a token for the app itself, and calls the API; with this client's values. */
export interface Quickstart extends QuickstartCode {
  readonly language: Language;
  readonly title: string;
}

/** The quickstart, or in words for the developer why there is none. No secret is ever in it. */
export function quickstart(language: Language, input: QuickstartInput): Quickstart | { readonly problem: string } {
  const { title, problem, write } = TEMPLATES[language];
  const values = quickstartValues(input);
  if (values === null) return { problem: NO_FLOW };
  const reason = problem(values);
  if (reason !== null) return { problem: reason };
  const code = write(values);
  return { language, title, ...code, notes: [...commonNotes(values), ...code.notes] };
}

const NO_FLOW =
  'Quickstarts are for the code flow and for client credentials; register another client to leave the implicit grant (RFC 9700 §2.1.2).';

/** The languages that there is a quickstart of this client in. */
export function quickstartLanguages(input: QuickstartInput): Language[] {
  return LANGUAGES.filter((language) => !('problem' in quickstart(language, input)));
}
