import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, sources } from './support/source-files.ts';

/** Who may import whom, as a literal. A file's room is the longest prefix of its path that stands in ROOMS. */
const packagesDir = resolve(import.meta.dirname, '../..');

/** The port is one room in many files: what storage keeps, and what can be asked of it. It is called by the name of the first. */
const PORT = /^storage\/(?:[a-z-]+-)?(?:port|records|access)\.ts$/;

/** Rooms of packages/server/src, from the ground up, and what each may import besides itself and TYPES_FOR_ALL. */
const ROOMS: readonly (readonly [room: string, mayImport: readonly string[]])[] = [
  ['storage/port.ts', []],
  ['storage/cache.ts', ['storage/port.ts']],
  ['storage/every-page.ts', ['storage/port.ts']],
  ['storage/audit-chain.ts', ['storage/port.ts']],
  ['storage/record-event.ts', ['storage/port.ts']],
  ['storage/sql', ['storage/audit-chain.ts', 'storage/port.ts']],
  ['tenants', ['http', 'storage/cache.ts', 'storage/port.ts']],
  ['http', ['interaction/pages', 'storage/port.ts']],
  ['observability', []],
  ['version.ts', []],
  ['config/nearest.ts', []],
  ['config', ['cli', 'config/nearest.ts', 'http', 'tenants']],
  ['interaction/assets', []],
  ['interaction/pages', ['interaction/assets', 'tenants']],
  ['tokens', ['accounts', 'storage/port.ts', 'tenants']],
  ['accounts/email.ts', []],
  ['accounts', ['accounts/email.ts', 'http', 'mail', 'storage/port.ts', 'tenants']],
  // Clients of other providers: they know accounts, and nothing of the pages that lead to them.
  [
    'upstream',
    [
      'accounts',
      'accounts/email.ts',
      'http',
      'mail',
      'storage/cache.ts',
      'storage/port.ts',
      'storage/record-event.ts',
      'tenants',
    ],
  ],
  ['dialects', ['http', 'tenants', 'tokens']],
  ['response-modes', ['http', 'interaction/pages']],
  ['client-auth', ['dialects', 'http', 'storage/cache.ts', 'storage/port.ts', 'tenants', 'tokens']],
  ['grant-types', ['storage/port.ts', 'tenants', 'tokens']],
  ['outbox', []],
  // What developers are told about the requests of their apps; knows of requests only what they left in their notes.
  ['traces', ['accounts', 'http', 'observability', 'storage/port.ts', 'tenants']],
  ['notices', ['http', 'outbox', 'storage/port.ts', 'tenants', 'tokens']],
  [
    'mail',
    [
      'accounts/email.ts',
      'interaction/assets',
      'interaction/pages',
      'outbox',
      'storage/every-page.ts',
      'storage/port.ts',
      'tenants',
    ],
  ],
  [
    'organizations',
    [
      'accounts',
      'accounts/email.ts',
      'interaction/pages',
      'mail',
      'storage/every-page.ts',
      'storage/port.ts',
      'storage/record-event.ts',
      'tenants',
    ],
  ],
  // What becomes of an app between its making and its end.
  ['apps', ['interaction/pages', 'mail', 'storage/port.ts', 'tenants']],
  [
    'interaction',
    [
      'accounts',
      'dialects',
      'http',
      'interaction/assets',
      'interaction/pages',
      'mail',
      'organizations',
      'response-modes',
      'storage/every-page.ts',
      'storage/port.ts',
      'storage/record-event.ts',
      'tenants',
      'tokens',
      'upstream',
    ],
  ],
  [
    'endpoints',
    [
      'accounts',
      'capabilities.ts',
      'client-auth',
      'dialects',
      'grant-types',
      'http',
      'interaction',
      'interaction/pages',
      'response-modes',
      'storage/port.ts',
      'tenants',
      'tokens',
      'traces',
    ],
  ],
  ['capabilities.ts', ['client-auth', 'endpoints', 'grant-types', 'response-modes']],
  ['console', ['http', 'interaction/assets', 'interaction/pages', 'management', 'tenants']],
  [
    'management',
    [
      'accounts',
      'accounts/email.ts',
      'apps',
      'capabilities.ts',
      'config/nearest.ts',
      'dialects',
      'http',
      'interaction/pages',
      'mail',
      'organizations',
      'storage/audit-chain.ts',
      'storage/every-page.ts',
      'storage/port.ts',
      'storage/record-event.ts',
      'tenants',
      'tokens',
      'traces',
      'upstream',
      'version.ts',
    ],
  ],
];

/** Plain types that every room may import: what a request carries and what functions stand on. */
const TYPES_FOR_ALL = ['deps.ts', 'exchange.ts', 'endpoints/endpoint.ts', 'config/schema.ts', 'tenants/tenant.ts'];
/** The composition: may import everything. */
const COMPOSITION = [
  'version.ts',
  'app.ts',
  'routes.ts',
  'refuse.ts',
  'main.ts',
  'maintenance.ts',
  'index.ts',
  'deps.ts',
  'exchange.ts',
  'cli',
];
/** Only these know a concrete storage. */
const KNOW_STORAGE = ['main.ts', 'cli', 'storage/sql'];

function isIn(path: string, room: string): boolean {
  return path === room || path.startsWith(`${room}/`);
}

describe('the house', () => {
  const serverSrc = join(packagesDir, 'server/src');

  test('a room of the server imports only what its line in the map names', () => {
    const rooms = [...ROOMS].sort(([a], [b]) => b.length - a.length);
    const roomOf = (path: string) => rooms.find(([room]) => isIn(PORT.test(path) ? 'storage/port.ts' : path, room));
    const wrong = sources(serverSrc).flatMap((file) => {
      const from = relative(serverSrc, file);
      if (COMPOSITION.some((room) => isIn(from, room))) return [];
      const own = roomOf(from);
      if (own === undefined) return [`${from} stands in no room of the map`];
      return importsOf(file)
        .filter(({ target }) => target.startsWith('.'))
        .map(({ target, typeOnly }) => ({ to: relative(serverSrc, resolve(file, '..', target)), typeOnly }))
        .filter(({ to, typeOnly }) => {
          if (roomOf(to)?.[0] === own[0]) return false;
          if (typeOnly && TYPES_FOR_ALL.includes(to)) return false;
          const room = roomOf(to)?.[0];
          return room === undefined || !own[1].includes(room);
        })
        .map(({ to }) => `${from} imports ${to}`);
    });
    expect(wrong).toEqual([]);
  });

  test('grant types, client authentication methods, response modes and dialects never import each other', () => {
    const wrong = ['grant-types', 'response-modes', 'dialects'].flatMap((room) => {
      const folder = join(serverSrc, room);
      const members = readdirSync(folder).filter((name) => name !== 'index.ts');
      const registered = importsOf(join(folder, 'index.ts')).flatMap(({ target, typeOnly }) =>
        typeOnly ? [] : [target],
      );
      return members
        .flatMap((name) => importsOf(join(folder, name)))
        .filter(({ target, typeOnly }) => !typeOnly && target.startsWith('./') && registered.includes(target))
        .map(({ file, target }) => `${relative(serverSrc, file)} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test('only main and the CLI know a concrete storage', () => {
    const wrong = sources(serverSrc).flatMap((file) => {
      const from = relative(serverSrc, file);
      if (KNOW_STORAGE.some((room) => isIn(from, room))) return [];
      return importsOf(file)
        .filter(({ target }) => /storage\/sql\//.test(target))
        .map(({ target }) => `${from} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test('the protocol stands on nothing but itself and node:crypto; the SDK on the protocol alone', () => {
    const allowed = { protocol: /^(\.|node:crypto$)/, 'resource-server': /^(\.|node:|@xenia\/protocol\/)/ };
    const wrong = Object.entries(allowed).flatMap(([name, pattern]) =>
      sources(join(packagesDir, name, 'src'))
        .flatMap(importsOf)
        .filter(({ target }) => !pattern.test(target))
        .map(({ file, target }) => `${relative(packagesDir, file)} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('clock, randomness and environment are read in their rooms only', () => {
    const rooms: Readonly<Record<string, readonly string[]>> = {
      'Date.now': ['server/src/main.ts', 'resource-server/src'],
      'new Date()': [],
      'Math.random': [],
      'process.env': ['server/src/cli'],
      randomBytes: ['server/src/main.ts', 'server/src/cli'],
    };
    const files = ['protocol', 'server', 'resource-server'].flatMap((name) => sources(join(packagesDir, name, 'src')));
    const wrong = files.flatMap((file) => {
      const path = relative(packagesDir, file);
      const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return Object.entries(rooms)
        .filter(([what, allowed]) => code.includes(what) && !allowed.some((room) => isIn(path, room)))
        .map(([what]) => `${path} uses ${what}`);
    });
    expect(wrong).toEqual([]);
  });
});
