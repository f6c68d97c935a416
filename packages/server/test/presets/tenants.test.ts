import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DIALECTS } from '../../src/dialects/index.ts';
import { createTenant, updateTenant } from '../../src/management/tenants.ts';
import { findRoute } from '../../src/routes.ts';
import { type Installation, startInstallation } from '../management/installation.ts';
import { refusal } from '../management/refusal.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await startInstallation();
});
afterAll(() => installation.close());

let count = 0;
const create = (preset: string | undefined, settings?: Parameters<typeof createTenant>[1]['settings']) => {
  count += 1;
  const name = `tenant-${count}`;
  return createTenant(installation.deps, {
    name,
    ...(preset === undefined ? {} : { preset }),
    ...(settings === undefined ? {} : { settings }),
  });
};

describe('a preset is what a dialect says about its tenants', () => {
  test.each([...DIALECTS.values()])('$name: the dialect and all it says are written down', async (dialect) => {
    const { name, settings } = await create(dialect.name);
    expect(settings).toEqual({ dialects: [dialect.name], ...dialect.tenantDefaults });
    const { settings: inForce } = await installation.tenant(name);
    expect(inForce).toMatchObject(settings);
  });

  test('identityserver: every flow of its clients, grant types that stay, frames in other sites, tokens for one hour', async () => {
    expect((await create('identityserver')).settings).toEqual({
      dialects: ['identityserver'],
      responseTypes: [
        'code',
        'code id_token',
        'code id_token token',
        'code token',
        'id_token',
        'id_token token',
        'token',
      ],
      grantTypesFixed: true,
      sessionCookieSameSite: 'none',
      accessTokenTtl: 3600,
    });
  });

  test('what is given comes first, setting by setting, and so several dialects can be spoken', async () => {
    const given = {
      dialects: ['identityserver', 'standard'],
      accessTokenTtl: 900,
      grantTypesFixed: false,
      clientIdSuffix: '.xena.biz',
    };
    const { settings } = await create('identityserver', given);
    expect(settings).toMatchObject({ ...given, sessionCookieSameSite: 'none' });
  });

  test('without a preset nothing is written down but what was given', async () => {
    expect((await create(undefined)).settings).toEqual({});
    expect((await create(undefined, { idTokenTtl: 60 })).settings).toEqual({ idTokenTtl: 60 });
  });

  test.each([
    ['xendid', /^"xendid" is no preset; did you mean xendit\? Known: standard, identityserver, xendit, xeno\.$/],
    ['something else', /^"something else" is no preset; Known: standard, identityserver, xendit, xeno\.$/],
    ['constructor', /is no preset/],
  ])('an unknown one (%s) is refused with the known ones and the nearest', async (preset, problem) => {
    const error = await refusal(create(preset));
    expect(error).toMatchObject({
      kind: 'invalid',
      problems: [{ field: 'preset', problem: expect.stringMatching(problem) }],
    });
  });

  test('a dialect that nobody has is refused when a tenant is made and when it is changed', async () => {
    const problems = [{ field: 'settings.dialects', problem: expect.stringContaining('did you mean xeno?') }];
    expect(await refusal(create(undefined, { dialects: ['standard', 'xeni'] }))).toMatchObject({ problems });
    const { name } = await create('xeno');
    const change = { settings: { dialects: ['xeni'] } };
    expect(await refusal(updateTenant(installation.deps, name, change))).toMatchObject({ problems });
  });
});

describe('a tenant is changed', () => {
  const update = (name: string, change: Parameters<typeof updateTenant>[2]) =>
    updateTenant(installation.deps, name, change);

  test('what is given changes and nothing else; null resets a setting to its default', async () => {
    const { name, ...before } = await create('identityserver', { idTokenTtl: 60 });
    const revision = (await installation.tenant(name)).revision;
    const changed = await update(name, { settings: { idTokenTtl: null, accessTokenTtl: 900 } });
    const { idTokenTtl: _, ...kept } = before.settings;
    expect(changed).toEqual({
      name,
      ...before,
      revision: before.revision + 1,
      settings: { ...kept, accessTokenTtl: 900 },
    });
    const { settings, displayName, revision: next } = await installation.tenant(name);
    expect(settings).toMatchObject({ accessTokenTtl: 900, idTokenTtl: 3600, grantTypesFixed: true });
    expect(displayName).toBe(name);
    // So that no process goes on with its copy.
    expect(next).toBeGreaterThan(revision);
  });

  test('its display name', async () => {
    const { name, settings } = await create('xeno');
    expect(await update(name, { display_name: 'Chat' })).toMatchObject({ display_name: 'Chat', settings });
    expect((await installation.tenant(name)).displayName).toBe('Chat');
  });

  test.each([
    [{ settings: { accessTokenTtl: 0 } }, 'settings.accessTokenTtl'],
    [{ settings: { dialects: [] } }, 'settings.dialects'],
    [{ settings: { typo: 1 } as object }, 'settings.typo'],
    [{ name: 'other' } as object, 'name'],
    [{ display_name: ' ' }, 'display_name'],
  ])('%j is refused and changes nothing', async (change, field) => {
    const { name, settings } = await create('xendit');
    expect(await refusal(update(name, change))).toMatchObject({ kind: 'invalid', problems: [{ field }] });
    expect((await update(name, {})).settings).toEqual(settings);
  });

  test('one that does not exist', async () => {
    expect(await refusal(update('nobody', {}))).toMatchObject({ kind: 'not_found', problems: [{ field: 'name' }] });
  });
});

describe('any dialects can be spoken by one tenant', () => {
  const all = [...DIALECTS.values()];

  test('no two of them claim one path', () => {
    const paths = all.flatMap((dialect) => Object.values(dialect.paths));
    expect(new Set(paths).size).toBe(paths.length);
  });

  test.each([all, all.toReversed()])('each answers at its own paths, whichever is first: %#', async (...order) => {
    const { name } = await create(undefined, { dialects: order.map((dialect) => dialect.name) });
    const tenant = await installation.tenant(name);
    for (const dialect of order) {
      for (const [endpoint, path] of Object.entries(dialect.paths)) {
        expect([endpoint, path, findRoute(tenant, path)?.dialect.name]).toEqual([endpoint, path, dialect.name]);
      }
    }
  });
});
