import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ConfigSources, loadConfig, readSettings } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problems.ts';

let cwd: string;
const key = randomBytes(32).toString('base64url');

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'xenia-config-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const file = (content: unknown, name = 'xenia.config.json') => {
  writeFileSync(join(cwd, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(cwd, name);
};
const read = (sources: Partial<ConfigSources>) => readSettings({ cwd, env: {}, ...sources });
const load = (sources: Partial<ConfigSources>) => loadConfig({ cwd, env: {}, ...sources }, randomBytes);

function problems(sources: Partial<ConfigSources>) {
  try {
    read(sources);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('precedence', () => {
  test('a flag beats the environment, which beats the file, which beats the default', () => {
    expect(read({}).port).toBe(3000);
    file({ port: 3001 });
    expect(read({}).port).toBe(3001);
    expect(read({ env: { XENIA_PORT: '3002' } }).port).toBe(3002);
    expect(read({ env: { XENIA_PORT: '3002' }, flags: { port: 3003 } }).port).toBe(3003);
    expect(read({ env: { XENIA_PORT: '3002' }, flags: { port: undefined } }).port).toBe(3002);
  });

  test('the own name of a variable beats the common one; an empty one counts as absent', () => {
    expect(read({ env: { PORT: '4000' } }).port).toBe(4000);
    expect(read({ env: { PORT: '4000', XENIA_PORT: '4001' } }).port).toBe(4001);
    expect(read({ env: { PORT: '4000', XENIA_PORT: '' } }).port).toBe(4000);
    expect(read({ env: { DATABASE_URL: 'postgres://db.example/x' } }).databaseUrl).toBe('postgres://db.example/x');
  });

  test('a file and the environment may each set a part of one group', () => {
    file({ $schema: './config.schema.json', outbound: { allowPrivateNetworks: false } });
    expect(read({ env: { XENIA_OUTBOUND_ALLOW_PRIVATE_NETWORKS: 'true' } }).outbound).toEqual({
      allowPrivateNetworks: true,
    });
  });

  test('lists are comma-separated in the environment', () => {
    expect(read({ env: { XENIA_TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::1' } }).trustedProxies).toEqual([
      '10.0.0.0/8',
      '2001:db8::1',
    ]);
  });

  test('another file is read when it is named, and must exist', () => {
    expect(read({ file: file({ port: 4 }, 'other.json') }).port).toBe(4);
    expect(problems({ file: 'missing.json' })).toMatchObject([
      { path: join(cwd, 'missing.json'), problem: expect.stringContaining('ENOENT') },
    ]);
  });
});

describe('secrets from files', () => {
  test('a secret is read from the file that its _FILE variable names', () => {
    expect(read({ env: { XENIA_MASTER_KEY_FILE: file(`${key}\n`, 'key') } }).masterKey).toBe(key);
    const url = 'postgres://u:p@db.example/x';
    expect(read({ env: { DATABASE_URL_FILE: file(url, 'url') } }).databaseUrl).toBe(url);
  });

  test('both ways at once, or a file that is missing, is a problem', () => {
    expect(problems({ env: { XENIA_MASTER_KEY: key, XENIA_MASTER_KEY_FILE: file(key, 'key') } })).toMatchObject([
      { path: 'masterKey' },
    ]);
    expect(problems({ env: { XENIA_MASTER_KEY_FILE: join(cwd, 'none') } })).toMatchObject([
      { path: 'masterKey', problem: expect.stringContaining('ENOENT') },
    ]);
  });
});

describe('what is wrong', () => {
  test('all problems are told at once, each with path, reason and remedy', () => {
    file({ prot: 1, logLevel: 'loud', outbound: { proxy: true } });
    const found = problems({ env: { XENIA_PORT: 'many', XENIA_MASTERKEY: key, XENIA_TRUSTED_PROXIES: 'nobody' } });
    expect(found.map(({ path }) => path).sort()).toEqual(
      ['XENIA_MASTERKEY', 'logLevel', 'outbound.proxy', 'port', 'prot', 'trustedProxies.0'].sort(),
    );
    for (const { problem, remedy } of found) expect([problem, remedy].every((text) => text.length > 5)).toBe(true);
    expect(found.find(({ path }) => path === 'prot')?.remedy).toContain('Did you mean port?');
    expect(found.find(({ path }) => path === 'XENIA_MASTERKEY')?.remedy).toContain('Did you mean XENIA_MASTER_KEY?');
  });

  test('a secret is never quoted in a problem', () => {
    const secret = 'mysql://root:hunter2@db.example/x';
    const found = problems({ env: { XENIA_DATABASE_URL: secret, XENIA_MASTER_KEY: 'hunter2' } });
    expect(found.map(({ path }) => path).sort()).toEqual(['databaseUrl', 'masterKey']);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  test('a file that is not a JSON object', () => {
    for (const content of ['{', '[]', 'null']) {
      file(content);
      expect(problems({})).toMatchObject([{ path: join(cwd, 'xenia.config.json') }]);
    }
  });

  test('what Kubernetes sets for a service called xenia is not ours', () => {
    const env = {
      XENIA_SERVICE_HOST: '10.0.0.1',
      XENIA_SERVICE_PORT_HTTP: '80',
      XENIA_PORT: 'tcp://10.0.0.1:80',
      XENIA_PORT_80_TCP_ADDR: 'x',
    };
    expect(read({ env }).port).toBe(3000);
  });

  test.each([
    'x'.repeat(64),
    'short',
    'a'.repeat(31),
    randomBytes(31).toString('hex'),
    'correct horse battery staple correct horse!',
  ])('a master key without 32 random bytes: %s', (masterKey) =>
    expect(problems({ flags: { masterKey } })).toMatchObject([{ path: 'masterKey' }]),
  );

  test.each(['hex', 'base64', 'base64url'] as const)('32 random bytes in %s are a master key', (encoding) => {
    expect(problems({ flags: { masterKey: randomBytes(32).toString(encoding) } })).toEqual([]);
  });
});

describe('production', () => {
  const good = { mode: 'production', publicUrl: 'https://auth.example', masterKey: key };

  test('wants a public URL and a master key', () => {
    expect(problems({ flags: { mode: 'production' } }).map(({ path }) => path)).toEqual(['publicUrl', 'masterKey']);
    expect(problems({ flags: good })).toEqual([]);
  });

  test('OIDC Core §16.17: refuses plain http, but for loopback', () => {
    expect(problems({ flags: { ...good, publicUrl: 'http://auth.example' } })).toMatchObject([{ path: 'publicUrl' }]);
    for (const publicUrl of ['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:3000']) {
      expect(problems({ flags: { ...good, publicUrl } })).toEqual([]);
    }
  });

  test('listens on every interface, development on loopback only', () => {
    expect(load({ flags: good }).host).toBe('::');
    expect(load({}).host).toBe('127.0.0.1');
  });
});

test.each([
  'https://auth.example/?x=1',
  'https://auth.example/#x',
  'https://auth.example/?',
  'https://me:secret@auth.example',
])('RFC 8414 §2: the public URL %s is no base of issuers', (publicUrl) =>
  expect(problems({ flags: { publicUrl } })).toMatchObject([{ path: 'publicUrl' }]),
);

test.each(['0.0.0.0/0', '::/0'])('trusting %s trusts everybody', (range) => {
  expect(problems({ flags: { trustedProxies: [range] } })).toMatchObject([{ path: 'trustedProxies' }]);
});

test('the configuration is frozen, with a public URL that ends without a slash and an absolute data folder', () => {
  const config = load({ flags: { publicUrl: 'https://auth.example/id/' } });
  expect(config).toMatchObject({ publicUrl: 'https://auth.example/id', dataDir: join(cwd, 'data') });
  expect([config, config.outbound, config.trustedProxies].every(Object.isFrozen)).toBe(true);
  expect(load({ flags: { port: 4000 } }).publicUrl).toBe('http://localhost:4000');
});

test('in development the master key is made once, readable by its owner only', () => {
  const { masterKey } = load({});
  const path = join(cwd, 'data', 'master-key');
  expect(Buffer.from(masterKey, 'base64url')).toHaveLength(32);
  expect(readFileSync(path, 'utf8').trim()).toBe(masterKey);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(load({}).masterKey).toBe(masterKey);
});
