import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DocumentError, type DocumentProblem } from '../../src/management/declarative/document-error.ts';
import { readDocument } from '../../src/management/declarative/read-document.ts';

function problemsOf(text: string): readonly DocumentProblem[] {
  try {
    readDocument(text, 'tenant.yaml');
  } catch (error) {
    if (error instanceof DocumentError) return error.problems;
    throw error;
  }
  return [];
}

const where = (text: string) => problemsOf(text).map(({ path, line }) => `${line} ${path}`);

describe('a document', () => {
  test('is what the guide shows', () => {
    const guide = readFileSync(
      fileURLToPath(new URL('../../../../docs/guide/declarative.md', import.meta.url)),
      'utf8',
    );
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(guide) ?? [];
    expect(readDocument(example, 'guide').document).toMatchObject({
      name: 'acme',
      clients: [{ client_id: 'papyrus' }],
    });
  });

  test('is YAML or JSON, and what it leaves out has its default', () => {
    const yaml = readDocument('name: acme\nresource_servers:\n  - resource: https://api.example\n    name: API\n', 'a');
    const json = readDocument(
      JSON.stringify({ name: 'acme', resource_servers: [{ resource: 'https://api.example', name: 'API' }] }),
      'b',
    );
    expect(yaml.document).toEqual(json.document);
    expect(yaml.document).toEqual({
      name: 'acme',
      settings: {},
      resource_servers: [
        {
          ...{ resource: 'https://api.example', name: 'API', scopes: [] },
          ...{ access_token_format: 'jwt', access_token_ttl: null, access_token_signing_alg: 'ES256' },
        },
      ],
      clients: [],
      upstream_providers: [],
    });
  });

  test('a setting that is not written is not written down as its default', () => {
    const { document } = readDocument('name: acme\nsettings:\n  accessTokenTtl: 3600\n', 'a');
    expect(document.settings).toEqual({ accessTokenTtl: 3600 });
  });

  test('tells every problem at once, each with its path, its line and what to do', () => {
    const text = [
      'name: Acme',
      'settings:',
      '  accessTokenTTL: 60',
      '  authorizationCodeTtl: 600',
      'clients:',
      '  - client_id: one',
      '    redirect_uri: https://app.example/cb',
      '  - client_id: two',
      '    redirect_uris:',
      '      - https://app.example/cb',
      '      - 7',
      '  - client_name: Three',
    ].join('\n');
    const problems = problemsOf(text);
    expect(problems.map(({ path, line }) => `${line} ${path}`)).toEqual([
      '1 name',
      '3 settings.accessTokenTTL',
      '4 settings.authorizationCodeTtl',
      '7 clients[0].redirect_uri',
      '11 clients[1].redirect_uris[1]',
      '12 clients[2].client_id',
    ]);
    expect(problems.map(({ problem, remedy }) => `${problem} ${remedy}`)).toEqual([
      expect.stringContaining('lower-case letters'),
      expect.stringContaining('Did you mean accessTokenTtl?'),
      expect.stringContaining('RFC 6749 §4.1.2'),
      expect.stringContaining('Did you mean redirect_uris?'),
      'Must be a text. ',
      'It is missing. Add it.',
    ]);
  });

  test.each([
    ['settings: { accessTokenTtl: long }', 'Must be a number.'],
    ['settings: { accessTokenTtl: 0 }', 'Must be at least 1.'],
    ['settings: { dialects: [] }', 'Must not be empty.'],
    ['settings: { signUp: maybe }', 'Must be "open" or "invitation" or "closed".'],
    ['settings: { logoUri: logo }', 'Must be a URL.'],
    ['settings: { accentColor: red }', 'Must be of another form.'],
    ['settings: 7', 'Must be an object.'],
    ['clients: { one: two }', 'Must be a list.'],
  ])('says what is wrong with %s in the words of the API', (line, problem) => {
    expect(problemsOf(`name: acme\n${line}\n`)).toMatchObject([{ problem }]);
  });

  test.each([
    ['clients', 'client_id: one', '4 clients[1].client_id'],
    [
      'upstream_providers',
      'provider_id: one, issuer: https://id.example, display_name: O, client_id: c',
      '4 upstream_providers[1].provider_id',
    ],
    ['resource_servers', 'resource: https://api.example, name: API', '4 resource_servers[1].resource'],
  ])('the same of %s twice is a problem of the second one', (list, member, place) => {
    expect(where(`name: acme\n${list}:\n  - { ${member} }\n  - { ${member} }\n`)).toEqual([place]);
  });

  test('a scope of two resource servers is a problem: scopes have no other name than their own', () => {
    const server = (name: string) =>
      `  - { resource: https://${name}.example, name: A, scopes: [{ name: read, display_name: Read }] }`;
    const text = `name: acme\nresource_servers:\n${server('one')}\n${server('two')}\n`;
    expect(where(text)).toEqual(['4 resource_servers[1].scopes[0].name']);
  });

  test.each([
    ['a member twice', 'name: acme\nname: other\n', 2],
    ['two documents', 'name: acme\n---\nname: other\n', 2],
    ['broken indentation', 'name: acme\nclients:\n\t- client_id: one\n', 3],
    ['a flow that is not closed', 'name: [acme\n', 2],
  ])('%s is told with its line', (_, text, line) => {
    const [first] = problemsOf(text);
    expect(first).toMatchObject({ line, remedy: expect.stringContaining('Mend the YAML') });
  });

  test('is never an endless expansion of aliases', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `x${i}: &x${i} [${Array(9).fill(i === 0 ? 'a' : `*x${i - 1}`)}]`,
    );
    expect(() => readDocument(['name: acme', ...levels].join('\n'), 'a')).toThrow(DocumentError);
  });

  test.each(['', '[]', 'acme', 'null'])('%j is no document', (text) => {
    expect(problemsOf(text)).toHaveLength(1);
  });

  describe('a provider secret', () => {
    const withSecret = (secret: string) =>
      `name: acme\nupstream_providers:\n  - { provider_id: a, issuer: https://id.example, display_name: A, client_id: c, client_secret: ${secret} }\n`;

    test.each(['{ from_env: A_SECRET }', '{ value: hush }', 'null'])('may be %s', (secret) => {
      expect(problemsOf(withSecret(secret))).toEqual([]);
    });

    test('does not stand there as plain text by accident', () => {
      expect(problemsOf(withSecret('hush'))).toEqual([
        expect.objectContaining({ problem: expect.stringContaining('{ from_env: NAME }') }),
      ]);
    });

    test.each(['XENIA_MASTER_KEY', 'DATABASE_URL', 'A B', ''])('is not read from %j', (name) => {
      expect(where(withSecret(`{ from_env: "${name}" }`))).toHaveLength(1);
    });
  });

  test('catalogue 88: a client_id that could be a user or a client of the server itself is refused', () => {
    const ids = ['usr_00000000000000000000000000000000', 'xenia-console', 'XENIA-CONSOLE', 'a b', '-a', ''];
    for (const id of ids) {
      expect([id, where(`name: acme\nclients:\n  - client_id: ${JSON.stringify(id)}\n`)]).toEqual([
        id,
        ['3 clients[0].client_id'],
      ]);
    }
  });
});
