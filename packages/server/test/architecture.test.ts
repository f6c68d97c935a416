import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Who may import whom, as a literal. A file's room is the longest prefix of its path that stands in ROOMS. */
const packagesDir = resolve(import.meta.dirname, '../..');

/** Rooms of packages/server/src, from the ground up, and what each may import besides itself and TYPES_FOR_ALL. */
const ROOMS: readonly (readonly [room: string, mayImport: readonly string[]])[] = [
  [
    'storage/port.ts',
    [
      'storage/records.ts',
      'storage/account-port.ts',
      'storage/account-records.ts',
      'storage/organization-port.ts',
      'storage/organization-records.ts',
      'storage/upstream-port.ts',
    ],
  ],
  ['storage/account-port.ts', ['storage/records.ts', 'storage/account-records.ts']],
  ['storage/account-records.ts', []],
  [
    'storage/organization-port.ts',
    ['storage/records.ts', 'storage/port.ts', 'storage/account-records.ts', 'storage/organization-records.ts'],
  ],
  ['storage/organization-records.ts', []],
  ['storage/upstream-port.ts', ['storage/account-records.ts', 'storage/records.ts', 'storage/upstream-records.ts']],
  ['storage/upstream-records.ts', []],
  ['storage/records.ts', []],
  ['storage/cache.ts', ['storage/port.ts']],
  ['storage/every-page.ts', ['storage/port.ts']],
  ['storage/record-event.ts', ['storage/port.ts', 'storage/records.ts']],
  [
    'storage/sql',
    [
      'storage/port.ts',
      'storage/records.ts',
      'storage/account-port.ts',
      'storage/account-records.ts',
      'storage/organization-port.ts',
      'storage/organization-records.ts',
      'storage/upstream-port.ts',
      'storage/upstream-records.ts',
    ],
  ],
  ['tenants', ['http', 'storage/cache.ts', 'storage/port.ts', 'storage/records.ts']],
  ['http', ['interaction/pages', 'storage/port.ts', 'storage/records.ts']],
  ['observability', []],
  ['config/nearest.ts', []],
  ['config', ['config/nearest.ts', 'http', 'tenants', 'cli']],
  ['interaction/assets', []],
  ['interaction/pages', ['interaction/assets', 'tenants']],
  ['tokens', ['tenants', 'accounts', 'storage/port.ts', 'storage/records.ts']],
  ['accounts/email.ts', []],
  [
    'accounts',
    [
      'accounts/email.ts',
      'http',
      'mail',
      'storage/account-port.ts',
      'storage/account-records.ts',
      'storage/port.ts',
      'storage/records.ts',
      'tenants',
    ],
  ],
  // Clients of other providers: they know accounts, and nothing of the pages that lead to them.
  [
    'upstream',
    [
      'accounts',
      'accounts/email.ts',
      'http',
      'mail',
      'storage/account-records.ts',
      'storage/cache.ts',
      'storage/record-event.ts',
      'storage/records.ts',
      'storage/upstream-records.ts',
      'tenants',
    ],
  ],
  ['dialects', ['http', 'tenants', 'tokens']],
  ['response-modes', ['http', 'interaction/pages']],
  ['client-auth', ['dialects', 'http', 'storage/cache.ts', 'tenants', 'tokens']],
  ['grant-types', ['tenants', 'tokens', 'storage/port.ts', 'storage/records.ts']],
  ['outbox', []],
  ['notices', ['http', 'outbox', 'storage/port.ts', 'storage/records.ts', 'tenants', 'tokens']],
  [
    'mail',
    [
      'accounts/email.ts',
      'interaction/assets',
      'interaction/pages',
      'outbox',
      'storage/account-records.ts',
      'storage/every-page.ts',
      'storage/port.ts',
      'storage/records.ts',
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
      'storage/organization-port.ts',
      'storage/organization-records.ts',
      'storage/port.ts',
      'storage/record-event.ts',
      'storage/records.ts',
      'tenants',
    ],
  ],
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
      'storage/account-records.ts',
      'storage/every-page.ts',
      'storage/organization-port.ts',
      'storage/organization-records.ts',
      'storage/port.ts',
      'storage/record-event.ts',
      'storage/records.ts',
      'storage/upstream-records.ts',
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
      'storage/records.ts',
      'tenants',
      'tokens',
    ],
  ],
  ['capabilities.ts', ['client-auth', 'endpoints', 'grant-types', 'response-modes']],
  [
    'management',
    [
      'accounts',
      'accounts/email.ts',
      'capabilities.ts',
      'config/nearest.ts',
      'dialects',
      'http',
      'interaction/pages',
      'mail',
      'organizations',
      'storage/every-page.ts',
      'storage/organization-port.ts',
      'storage/organization-records.ts',
      'storage/port.ts',
      'storage/record-event.ts',
      'storage/records.ts',
      'storage/upstream-records.ts',
      'tenants',
      'tokens',
      'upstream',
    ],
  ],
];

/** Plain types that every room may import: what a request carries and what functions stand on. */
const TYPES_FOR_ALL = ['deps.ts', 'exchange.ts', 'endpoints/endpoint.ts', 'config/schema.ts', 'tenants/tenant.ts'];
/** The composition: may import everything. */
const COMPOSITION = [
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

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm);
  const dynamic = text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g);
  return [
    ...[...statements].map((match) => ({ file, typeOnly: match[1] !== undefined, target: match[2] ?? '' })),
    ...[...dynamic].map((match) => ({ file, typeOnly: false, target: match[1] ?? '' })),
  ];
}

function isIn(path: string, room: string): boolean {
  return path === room || path.startsWith(`${room}/`);
}

describe('the house', () => {
  const serverSrc = join(packagesDir, 'server/src');

  test('a room of the server imports only what its line in the map names', () => {
    const rooms = [...ROOMS].sort(([a], [b]) => b.length - a.length);
    const roomOf = (path: string) => rooms.find(([room]) => isIn(path, room));
    const wrong = sources(serverSrc).flatMap((file) => {
      const from = relative(serverSrc, file);
      if (COMPOSITION.some((room) => isIn(from, room))) return [];
      const own = roomOf(from);
      if (own === undefined) return [`${from} stands in no room of the map`];
      return importsOf(file)
        .filter(({ target }) => target.startsWith('.'))
        .map(({ target, typeOnly }) => ({ to: relative(serverSrc, resolve(file, '..', target)), typeOnly }))
        .filter(({ to, typeOnly }) => {
          if (isIn(to, own[0]) && roomOf(to)?.[0] === own[0]) return false;
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
