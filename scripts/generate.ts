import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');

/**
 * Writes every generated document; with `check` only compares and ends the process with 1 when one is out of date.
 */
export async function generate({ check }: { check: boolean }): Promise<void> {
  const stale: string[] = [];
  for (const [path, content] of await documents()) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
    if (check) {
      stale.push(path);
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    console.log(`wrote ${path}`);
  }
  if (stale.length === 0) return;
  console.error(`Out of date: ${stale.join(', ')}. Run: npm run generate`);
  process.exit(1);
}

async function documents(): Promise<[path: string, content: string][]> {
  const { configurationReference, configurationSchema } = await import('../packages/server/src/config/reference.ts');
  const { cliReference } = await import('../packages/server/src/cli/reference.ts');
  const { openApiDocument } = await import('../packages/server/src/management/api/openapi.ts');
  return [
    ['docs/conformance.md', conformance()],
    ['docs/reference/configuration.md', configurationReference()],
    ['docs/reference/config.schema.json', configurationSchema()],
    ['docs/reference/cli.md', await cliReference()],
    [
      'docs/reference/openapi.json',
      `${JSON.stringify(openApiDocument('https://id.example.com/acme/api/v1'), null, 2)}\n`,
    ],
    ['packages/console/src/api/operations.generated.ts', await consoleOperations()],
  ];
}

/** What the console knows of each operation besides its types. */
async function consoleOperations(): Promise<string> {
  const { OPERATIONS } = await import('../packages/server/src/management/operations/index.ts');
  const lines = OPERATIONS.map(({ id, method, path }) => `  ${id}: { method: '${method}', path: '${path}' },\n`);
  return [
    '// Generated from the operations of the management API. Do not edit: npm run generate.\n',
    'export const OPERATIONS = {\n',
    ...lines,
    '} as const;\n',
  ].join('');
}

/** Titles of the tests that quote a requirement, by document: the claim and its proof are the same line. */
function conformance(): string {
  const chapters = new Map<string, string[]>();
  for (const { file, titles } of testTitles()) {
    for (const { chapter, title } of titles) {
      const rows = chapters.get(chapter) ?? [];
      rows.push(`| ${escapeCell(title)} | [${relative('packages', file)}](../${file}) |`);
      chapters.set(chapter, rows);
    }
  }
  const sections = [...chapters]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(
      ([chapter, rows]) => `## ${chapter}\n\n| requirement | proved by |\n|---|---|\n${rows.sort(byText).join('\n')}\n`,
    );
  const count = [...chapters.values()].reduce((sum, rows) => sum + rows.length, 0);
  return [
    '# Conformance\n',
    `Generated from the titles of ${count} tests, all of which pass in every landed version. Do not edit: \`npm run generate\`.\n`,
    ...sections,
  ].join('\n');
}

function byText(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function testTitles(): { file: string; titles: { chapter: string; title: string }[] }[] {
  const files = ['packages/protocol/test', 'packages/server/test', 'packages/resource-server/test', 'demo/test']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    )
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  return files.map((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    const titles = [
      ...source.matchAll(
        /\b(?:test|it)(?:\.each\([\s\S]*?\))?\(\s*(['"`])((?:[A-Z][\w.-]*(?: [\w.-]+)* )?(?:§|catalogue |fault )(?:\\.|(?!\1).)*)\1/g,
      ),
    ];
    return { file, titles: titles.flatMap(([, , title = '']) => placed(file, title)) };
  });
}

const FOLDERS: Readonly<Record<string, string>> = {
  'openid-core': 'OpenID Connect Core 1.0',
  'openid-core-tokens': 'OpenID Connect Core 1.0',
  'oidc-core': 'OpenID Connect Core 1.0',
  'openid-rp-initiated-logout': 'OpenID Connect RP-Initiated Logout 1.0',
  'oidc-rp-initiated-logout': 'OpenID Connect RP-Initiated Logout 1.0',
  'oauth-response-modes': 'OAuth 2.0 Multiple Response Type Encoding Practices',
};
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  'OIDC Core': 'OpenID Connect Core 1.0',
  'OIDC RP-Initiated Logout': 'OpenID Connect RP-Initiated Logout 1.0',
  'Form Post': 'OAuth 2.0 Form Post Response Mode',
  CSP3: 'Content Security Policy Level 3',
  'OIDC Discovery': 'OpenID Connect Discovery 1.0',
  'OIDC Registration': 'OpenID Connect Dynamic Client Registration 1.0',
  Registration: 'OpenID Connect Dynamic Client Registration 1.0',
};

/** The chapter that a title belongs to: the document that it names, or that the folder of its file is named for. */
function placed(file: string, title: string): { chapter: string; title: string }[] {
  if (title.startsWith('catalogue '))
    return [{ chapter: 'Known attacks, by their number in the security catalogue', title }];
  if (title.startsWith('fault '))
    return [{ chapter: 'Injected faults, by their number in the security catalogue', title }];
  const [, document, section] = /^([A-Z][\w.-]*(?: [\w.-]+)*) (§.*)$/.exec(title) ?? [];
  if (document !== undefined && section !== undefined)
    return [{ chapter: ABBREVIATIONS[document] ?? document, title: section }];
  const folder = file.split('/').at(-2) ?? '';
  const rfc = /^rfc(\d+)$/.exec(folder);
  const chapter = rfc === null ? FOLDERS[folder] : `RFC ${rfc[1]}`;
  if (chapter !== undefined) return [{ chapter, title }];
  const described = /^describe\(\s*['"`]([^'"`]+)/m.exec(readFileSync(join(root, file), 'utf8'))?.[1];
  return [{ chapter: /^RFC \d+/.exec(described ?? '')?.[0] ?? described ?? folder, title }];
}
