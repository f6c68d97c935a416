import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { LANGUAGES, quickstart, quickstartLanguages } from '../../src/management/quickstart/index.ts';
import { type Client, codeOf, input } from './input.ts';
import { titled, whyNot, writeDown } from './runtimes.ts';

const SERVICE: Client = { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };
const PUBLIC: Client = { token_endpoint_auth_method: 'none' };
const NATIVE: Client = { ...PUBLIC, application_type: 'native' };

describe('which languages there are for a client', () => {
  const withoutBrowser = LANGUAGES.filter((language) => language !== 'browser');

  test.each<[string, Client, readonly string[]]>([
    ['a server app', {}, withoutBrowser],
    ['a public app', PUBLIC, LANGUAGES],
    ['a service', SERVICE, withoutBrowser],
    ['an API', { ...SERVICE, resource: ['https://api.example/v1'] }, withoutBrowser],
    ['client_secret_jwt', { token_endpoint_auth_method: 'client_secret_jwt' }, ['node']],
    ['private_key_jwt', { token_endpoint_auth_method: 'private_key_jwt' }, ['node']],
    [
      'a redirect URI that openid-client would not send back as it is',
      { redirect_uris: ['http://localhost:3000'] },
      withoutBrowser.filter((language) => language !== 'node'),
    ],
    ['the implicit grant alone', { grant_types: ['implicit'], response_types: ['id_token'] }, []],
  ])('%s', (_, client, expected) => {
    expect(quickstartLanguages(input(client))).toEqual(expected);
  });

  test('RFC 9700 §2.1.2: a client of the implicit grant is told why, and what to do', () => {
    const client = { grant_types: ['implicit'], response_types: ['id_token'] };
    expect(quickstart('node', input(client))).toEqual({
      problem: expect.stringMatching(/register another client.*RFC 9700/),
    });
  });
});

describe('where users return to', () => {
  test.each<[string, Client, string, number]>([
    [
      'the loopback is taken first',
      { redirect_uris: ['https://app.example/cb', 'http://localhost:4000/cb'] },
      'http://localhost:4000/cb',
      4000,
    ],
    ['http without a port is port 80', { redirect_uris: ['http://localhost/cb'] }, 'http://localhost/cb', 80],
    [
      'RFC 8252 §7.3: a native app may take any port',
      { ...NATIVE, redirect_uris: ['http://127.0.0.1/cb'] },
      'http://127.0.0.1:8976/cb',
      8976,
    ],
    ['https ends at a proxy', { redirect_uris: ['https://app.example/cb'] }, 'https://app.example/cb', 8976],
    [
      'RFC 8252 §7.1: a scheme of the app is for the app',
      { ...NATIVE, redirect_uris: ['com.example:/cb'] },
      'http://127.0.0.1:8976/callback',
      8976,
    ],
  ])('%s', (_, client, redirect_uri, port) => {
    const { files } = codeOf('python', input(client));
    expect(files[0]?.content).toContain(`REDIRECT_URI = "${redirect_uri}"`);
    expect(files[0]?.content).toContain(`HTTPServer(("127.0.0.1", ${port}), App)`);
  });

  test('a redirect URI that is not registered is named in the notes, and so is what must stand before https', () => {
    const native = codeOf('go', input({ ...NATIVE, redirect_uris: ['com.example:/cb'] }));
    expect(native.notes.join(' ')).toContain('Register http://127.0.0.1:8976/callback');
    const web = codeOf('go', input({ redirect_uris: ['https://app.example/cb'] }));
    expect(web.notes.join(' ')).toContain('port 8976');
    expect(codeOf('go', input()).notes.join(' ')).not.toMatch(/Register|8976/);
  });

  test.each(['node', 'python', 'php', 'java', 'go', 'dotnet'] as const)(
    'RFC 6265 §4.1.2.5: behind https the cookie is Secure, on the loopback it cannot be (%s)',
    (language) => {
      const secure = /; Secure|Secure[:=] ?true|Secure = true|'cookie_secure' => true/;
      const text = (uri: string) =>
        codeOf(language, input({ redirect_uris: [uri] }))
          .files.map(({ content }) => content)
          .join();
      expect(text('https://app.example/cb')).toMatch(secure);
      expect(text('http://localhost:3000/cb')).not.toMatch(secure);
    },
  );
});

describe('what is called', () => {
  test.each([
    ['the API', { resource: 'https://api.example/v1' }, 'https://api.example/v1', /RESOURCE names the API/],
    ['OIDC Core §5.3: userinfo, without one', { resource: null }, 'https://id.example/shop/userinfo', null],
    ['nothing known', { resource: null, scope: 'books.read' }, 'https://api.example/', /Put the address of the API/],
    [
      'RFC 8707 §2: an identifier that is no address',
      { resource: 'urn:books' },
      'https://api.example/',
      /Put the address/,
    ],
  ])('%s', (_, changes, api, note) => {
    const { files, notes } = codeOf('python', input({}, changes));
    expect(files[0]?.content).toContain(`API = "${api}"`);
    if (note === null) expect(notes.join(' ')).not.toMatch(/Put the|put the/);
    else expect(notes.join(' ')).toMatch(note);
  });
});

describe('the secret', () => {
  test.each(LANGUAGES)('catalogue 82: is read from the environment, which the notes say (%s)', (language) => {
    const isPublic = language === 'browser';
    const { files, notes } = codeOf(language, input(isPublic ? PUBLIC : {}));
    const text = files.map(({ content }) => content).join('\n');
    expect(text.includes('CLIENT_SECRET')).toBe(!isPublic);
    expect(notes.some((note) => note.includes('environment variable CLIENT_SECRET'))).toBe(!isPublic);
  });
});

describe('the syntax of what cannot be run everywhere', () => {
  const clients = [
    {},
    { token_endpoint_auth_method: 'client_secret_post' },
    PUBLIC,
    SERVICE,
    { ...SERVICE, resource: ['https://api.example/v1'] },
  ];

  for (const [language, command] of [
    ['php', 'php -l quickstart.php'],
    ['dotnet', 'dotnet build --nologo -v q'],
  ] as const) {
    const reason = whyNot(language);
    test.skipIf(reason !== null)(titled(language, reason), { timeout: 180_000 }, () => {
      for (const client of clients) {
        const { folder, remove } = writeDown(codeOf(language, input(client)).files);
        const { status, stdout } = spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' });
        remove();
        expect({ status, stdout }).toMatchObject({ status: 0 });
      }
    });
  }

  test.each(['php', 'dotnet', 'java', 'go', 'python', 'curl', 'node'] as const)(
    '%s: brackets are closed in order',
    (language) => {
      for (const client of clients) {
        for (const { name, content } of codeOf(language, input(client)).files) {
          if (name.endsWith('.csproj')) continue;
          expect(unclosed(content)).toBe('');
        }
      }
    },
  );
});

/** The brackets that are still open at the end, leaving out what stands in strings and comments of one line. */
function unclosed(code: string): string {
  const bare = code.replaceAll(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|(?:^|\s)(?:\/\/|#).*$/gm, '');
  const open: string[] = [];
  for (const [bracket] of bare.matchAll(/[()[\]{}]/g)) {
    const closes = { ')': '(', ']': '[', '}': '{' }[bracket];
    if (closes === undefined) open.push(bracket);
    else if (open.pop() !== closes) return `${bracket} without ${closes}`;
  }
  return open.join('');
}
