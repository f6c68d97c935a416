import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

/** The modules of a page that runs in the browser, served as they are written: an allow-list. */
export interface BrowserModules {
  /** null: there is no such module. */
  response(path: string): Response | null;
}

/**
 * `files`: below `root`, so that their imports of each other hold in the browser too. `packages`: what they import by name, or what
 * that imports, by the path where it is served.
 */
export function createBrowserModules(
  root: URL,
  files: readonly string[],
  packages: Readonly<Record<string, URL>>,
): BrowserModules {
  const served = new Map([
    ...files.map((name) => [`/modules/${name}`, new URL(name, root)] as const),
    ...Object.entries(packages),
  ]);
  const texts = new Map<string, string>();
  return {
    response(path) {
      const file = served.get(path);
      if (file === undefined) return null;
      const text = texts.get(path) ?? readModule(file);
      texts.set(path, text);
      return new Response(text, {
        headers: {
          'content-type': 'text/javascript; charset=utf-8',
          'cache-control': 'no-cache',
          'x-content-type-options': 'nosniff',
        },
      });
    },
  };
}

/** Browsers do not know types, so they are blanked, as Node does when it runs such a file. */
function readModule(file: URL): string {
  const source = readFileSync(file, 'utf8');
  return file.pathname.endsWith('.ts') ? withoutWarning(() => stripTypeScriptTypes(source)) : source;
}

/** Node says once that this function is experimental, in the terminal of somebody who has just typed `npm start`. */
function withoutWarning<T>(act: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return act();
  } finally {
    process.emitWarning = emitWarning;
  }
}
