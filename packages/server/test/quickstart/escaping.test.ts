import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../../src/management/quickstart/index.ts';
import { codeOf, input } from './input.ts';
import { titled, whyNot, writeDown } from './runtimes.ts';

/** No quotes, dollar, backtick, backslash, brackets of markup and templates, nothing invisible and no space but the space. */
const HARMLESS = String.raw`(?:[^'"${'`'}$\\<>{}\p{C}\p{Z}]| )`;

/** What a literal may be at most, and what its escapes are: by the grammar of each language, written down apart from the code. */
const LITERALS: Readonly<Record<Language, { readonly whole: RegExp; readonly escapes: RegExp }>> = {
  node: grammar("'", String.raw`\\u\{([0-9a-f]+)\}`),
  browser: grammar("'", String.raw`\\u\{([0-9a-f]+)\}`),
  php: grammar('"', String.raw`\\u\{([0-9a-f]+)\}`),
  python: grammar('"', String.raw`\\U([0-9a-f]{8})`),
  dotnet: grammar('"', String.raw`\\U([0-9a-f]{8})`),
  go: grammar('"', String.raw`\\U([0-9a-f]{8})`),
  java: grammar('"', String.raw`\\([0-3][0-7]{2})|\\u([0-9a-f]{4})`),
  curl: {
    whole: new RegExp(String.raw`^(?:'${HARMLESS}*'|\$'(?:${HARMLESS}|\\x[0-9a-f]{2})*')$`, 'u'),
    escapes: /(?:\\x[0-9a-f]{2})+/g,
  },
};

function grammar(quote: string, escapes: string) {
  return {
    whole: new RegExp(`^${quote}(?:${HARMLESS}|${escapes})*${quote}$`, 'u'),
    escapes: new RegExp(escapes, 'gu'),
  };
}

/** Text that means to get out of wherever it is put, between ordinary text. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...["'", '"', '`', '$', '\\', '\n', '\r', '\0', '\u2028', '\u2029', '\u0085', '\u202e', '\ufeff', '\ud800'],
        ...[
          '$\x7bid}',
          '$(id)',
          '#{id}',
          '{$x}',
          "'''",
          '"""',
          '</script>',
          '<!--',
          ']]>',
          '?>',
          '*/',
          '//',
          '\\u0022',
          '\\',
        ],
        ...["');id;//", '%s', '%n', '!', '\u{1f600}', 'é', '\u{e0041}', '-- ', '#', '&', ';', '|', '~', '\t'],
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** Only a URL that the rules of registration let through has its port read; the rest of it may be anything. */
function hostileInput(language: Language, text: string) {
  const url = `https://host.example/${text}`;
  const name = language === 'node' ? 'callback' : encodeURI(text.replaceAll(/\p{Surrogate}/gu, '')).replaceAll('#', '');
  return input(
    {
      client_name: text,
      client_id: text,
      redirect_uris: [`http://localhost:3000/${name}`],
      ...(language === 'browser' ? { token_endpoint_auth_method: 'none' } : {}),
    },
    {
      issuer: url,
      scope: text,
      resource: url,
      endpoints: { authorization_endpoint: url, token_endpoint: url, introspection_endpoint: url },
    },
  );
}

function plainInput(language: Language) {
  return hostileInput(language, 'plain');
}

/** The literal that differs between two lines which are the same otherwise; null unless they are. */
function literalIn(line: string, plain: string): string | null {
  const at = /^(.*?=\s*)(?:'[^']*'|"[^"]*")(;?)$/.exec(plain);
  const [before = '', after = ''] = at?.slice(1) ?? [];
  return at !== null && line.startsWith(before) && line.endsWith(after)
    ? line.slice(before.length, line.length - after.length)
    : null;
}

function appName(language: Language, text: string): string {
  const [program, plain] = [hostileInput(language, text), plainInput(language)].map((from) =>
    codeOf(language, from)
      .files.map(({ content }) => content)
      .join('\n')
      .split('\n'),
  );
  const index = plain?.findIndex((line) => /\bAPP\b *=|^\tapp *=/.test(line)) ?? -1;
  return literalIn(program?.[index] ?? '', plain?.[index] ?? '') ?? '';
}

function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd');
}

describe.each(LANGUAGES)('values in the code for %s', (language) => {
  const { whole } = LITERALS[language];

  test('never leave their literals: whatever they are, the rest of the code is the same', () => {
    const plain = codeOf(language, plainInput(language));
    fc.assert(
      fc.property(hostile, (text) => {
        const code = codeOf(language, hostileInput(language, text));
        expect([code.run, code.install]).toEqual([plain.run, plain.install]);
        expect(code.files.map(({ name }) => name)).toEqual(plain.files.map(({ name }) => name));
        for (const [index, { content }] of code.files.entries()) {
          const [lines, expected] = [content.split('\n'), plain.files[index]?.content.split('\n') ?? []];
          expect(lines).toHaveLength(expected.length);
          for (const [at, line] of lines.entries()) {
            if (line !== expected[at]) expect(literalIn(line, expected[at] ?? '')).toMatch(whole);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('say what they are: read by the grammar of the language, they are the text again', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const expected = language === 'curl' ? wellFormed(text).replaceAll('\0', '') : wellFormed(text);
        expect(decoded(language, appName(language, text))).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });
});

function decoded(language: Language, literal: string): string {
  const inner = literal.replace(/^\$?['"]/, '').slice(0, -1);
  return inner.replaceAll(LITERALS[language].escapes, (escaped: string, first?: string, second?: string) => {
    if (language === 'curl') return Buffer.from(escaped.replaceAll('\\x', ''), 'hex').toString();
    if (language !== 'java') return String.fromCodePoint(Number.parseInt(first ?? '', 16));
    return String.fromCharCode(first === undefined ? Number.parseInt(second ?? '', 16) : Number.parseInt(first, 8));
  });
}

/** A program in the language that says each of its strings in hexadecimal digits of UTF-8, one a line. */
const PRINTERS: Readonly<
  Record<
    'python' | 'go' | 'java' | 'curl',
    (literals: string[]) => readonly [name: string, content: string, command: string]
  >
> = {
  python: (literals) => [
    'say.py',
    `for text in [${literals.join(', ')}]:\n    print(text.encode().hex())\n`,
    'python3 say.py',
  ],
  go: (literals) => [
    'say.go',
    `package main\nimport "fmt"\nfunc main() {\n\tfor _, text := range []string{${literals.join(', ')}} {\n\t\tfmt.Printf("%x\\n", text)\n\t}\n}\n`,
    'go run say.go',
  ],
  java: (literals) => [
    'Say.java',
    `public class Say { public static void main(String[] a) throws Exception { for (String text : new String[] {${literals.join(', ')}}) { for (byte one : text.getBytes("UTF-8")) System.out.printf("%02x", one); System.out.println(); } } }\n`,
    'java Say.java',
  ],
  curl: (literals) => [
    'say.sh',
    `for text in ${literals.join(' ')}; do printf %s "$text" | od -An -v -tx1 | tr -d ' \\n'; echo; done\n`,
    'bash say.sh',
  ],
};

describe('what the languages themselves make of the values', () => {
  const samples = fc.sample(hostile, { numRuns: 200, seed: 8707 });

  test.each(['node', 'browser'] as const)('%s', (language) => {
    for (const text of samples) expect(runInNewContext(appName(language, text))).toBe(wellFormed(text));
  });

  for (const language of ['python', 'go', 'java', 'curl'] as const) {
    const reason = whyNot(language);
    test.skipIf(reason !== null)(titled(language, reason), { timeout: 180_000 }, () => {
      const [name, content, command] = PRINTERS[language](samples.map((text) => appName(language, text)));
      const { folder, remove } = writeDown([{ name, content }]);
      const { PATH = '', HOME = '' } = process.env;
      // A locale that knows no letters beyond ASCII.
      const env = { PATH, HOME, LC_ALL: 'C', GOTOOLCHAIN: 'local', GOPROXY: 'off' };
      const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: join(folder), env, encoding: 'utf8' });
      remove();
      const expected = samples.map((text) => wellFormed(language === 'curl' ? text.replaceAll('\0', '') : text));
      expect({ stderr, said: stdout.split('\n').slice(0, -1) }).toEqual({
        stderr: '',
        said: expected.map((text) => Buffer.from(text).toString('hex')),
      });
    });
  }
});
