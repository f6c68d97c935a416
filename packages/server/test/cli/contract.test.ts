import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OPERATIONS as CONSOLE_OPERATIONS } from '../../../console/src/api/operations.generated.ts';
import { OPERATIONS } from '../../src/management/operations/index.ts';
import { codeOf, importsOf, sources } from '../support/source-files.ts';

const src = resolve(import.meta.dirname, '../../src');
const commands = join(src, 'cli/commands');
const consoleSrc = resolve(import.meta.dirname, '../../../console/src');

/** What a command may import of management/ besides types: the operations, what they take and give, and errors. */
const CONTRACT = /^management\/(operations\/[\w-]+|contract[\w-]*|[\w-]+-error|declarative\/[\w-]+-error)\.ts$/;

/** What else, and why it is no operation. */
const EXCEPTIONS: readonly (readonly [command: string, target: string, because: string])[] = [
  [
    'admin.ts',
    'management/first-operator.ts',
    'before there is an operator, or when none gets in, only a shell is left',
  ],
  ['apply.ts', 'management/declarative/read-document.ts', 'a document is a file on this machine'],
  ['apply.ts', 'management/declarative/plan.ts', 'what it changes is shown and agreed to as one'],
  ['apply.ts', 'management/declarative/apply-plan.ts', 'as above'],
  ['audit.ts', 'management/audit.ts', 'an export is one stream of the whole log, in the order of its chain'],
  ['audit.ts', 'management/audit-verification.ts', 'how a place in the chain is written; reads and writes nothing'],
  ['client.ts', 'management/client-legacy.ts', 'what the marks mean in words; reads and writes nothing'],
  ['export.ts', 'management/declarative/export-tenant.ts', 'a document is a file on this machine'],
];

describe('the command line', () => {
  const imported = sources(commands).flatMap((file) =>
    importsOf(file)
      .filter(({ target }) => target.startsWith('.'))
      .map(({ target, typeOnly }) => ({
        command: relative(commands, file),
        target: relative(src, resolve(file, '..', target)),
        typeOnly,
      })),
  );

  test('manages by the operations of the management API alone', () => {
    const others = imported
      .filter(({ target, typeOnly }) => !typeOnly && target.startsWith('management/') && !CONTRACT.test(target))
      .map(({ command, target }) => `${command} imports ${target}`);
    expect(others.sort()).toEqual(EXCEPTIONS.map(([command, target]) => `${command} imports ${target}`).sort());
  });

  test('reaches neither storage nor what signs and mints but through them', () => {
    const rooms = /^(storage|tokens|grant-types|organizations|upstream|tenants|notices)\//;
    const others = imported.filter(({ target, typeOnly }) => !typeOnly && rooms.test(target));
    expect(others.map(({ command, target }) => `${command} imports ${target}`)).toEqual([
      // Told apart from what is wrong with the configuration.
      'config.ts imports storage/port.ts',
    ]);
  });
});

/** Where else the console calls the server, and why it is no operation. */
const CALLS: readonly (readonly [file: string, because: string])[] = [
  ['pages/playground/send.ts', 'the page takes the place of the app that is tried, with what that app would send'],
];

describe('the console', () => {
  const files = sources(consoleSrc);

  test('calls the server in its rooms api and auth alone, and where it plays an app', () => {
    const others = files.filter((file) => /\bfetch\(/.test(codeOf(file))).map((file) => relative(consoleSrc, file));
    expect(others.filter((path) => !/^(api|auth)\//.test(path))).toEqual(CALLS.map(([file]) => file));
    // As long as it calls any: else this would not look at the right files.
    expect(others).toContain('api/client.ts');
  });

  test('knows every registered operation and no other, each with its method and path', () => {
    const registered = OPERATIONS.map(({ id, method, path }) => [id, { method, path }]);
    expect(CONSOLE_OPERATIONS).toEqual(Object.fromEntries(registered));
  });

  test('names no operation that is not registered', () => {
    const registered = new Set(OPERATIONS.map(({ id }) => id));
    const named = files.flatMap((file) => operationsNamedIn(codeOf(file)).map((id) => ({ id, file })));
    expect(named.length).toBeGreaterThan(50);
    const unknown = named.filter(({ id }) => !registered.has(id));
    expect(unknown.map(({ id, file }) => `${relative(consoleSrc, file)} names ${id}`)).toEqual([]);
  });
});

/** As first words of what calls one, in the lists of what a change refreshes, and as the id of a ConfirmChange. */
function operationsNamedIn(code: string): string[] {
  const called = [...code.matchAll(/\b(?:useList|useRead|useChange|call|request)\(\s*'(\w+)'/g)];
  const confirmed = [...code.matchAll(/<ConfirmChange\b[^>]*?\bid="(\w+)"/g)];
  const lists = [...code.matchAll(/(?:\buseChange\(\s*'\w+',\s*|\brefreshes=\{|OperationId\[\] = )\[([^\]]*)\]/g)];
  const refreshed = lists.flatMap(([, list = '']) => [...list.matchAll(/'(\w+)'/g)]);
  return [...called, ...confirmed, ...refreshed].map(([, id = '']) => id);
}
