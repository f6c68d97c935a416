import { beforeAll, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import {
  createClient,
  deleteClient,
  setClientDisabled,
  showClient,
  updateClient,
} from '../../src/management/clients.ts';
import { ensureConsoleClient } from '../../src/management/console-client.ts';
import { applyPlan } from '../../src/management/declarative/apply-plan.ts';
import { DocumentError } from '../../src/management/declarative/document-error.ts';
import type { ManagementDeps } from '../../src/management/management-deps.ts';
import { ManagementError } from '../../src/management/management-error.ts';
import { createUser } from '../../src/management/users.ts';
import { openClientSecret } from '../../src/upstream/provider.ts';
import { describeServer } from '../support/databases.ts';
import { apply, plan, summary, tenantNamed } from './documents.ts';

const API = 'https://api.acme.example';
const acme = {
  name: 'acme',
  display_name: 'Acme',
  settings: { accessTokenTtl: 900 },
  resource_servers: [
    {
      resource: API,
      name: 'Acme API',
      scopes: [{ name: 'books.read', display_name: 'See your books', emphasised: true }],
    },
  ],
  clients: [
    {
      client_id: 'papyrus',
      client_name: 'Papyrus',
      redirect_uris: ['https://papyrus.example/cb'],
      scope: 'openid books.read',
    },
    {
      client_id: 'nightly',
      client_name: 'Nightly',
      grant_types: ['client_credentials'],
      scope: 'books.read',
      disabled: true,
    },
  ],
  upstream_providers: [
    {
      ...{ provider_id: 'google', issuer: 'https://accounts.example', display_name: 'Google', client_id: 'acme' },
      client_secret: { from_env: 'GOOGLE_SECRET' },
    },
  ],
};
const env = { GOOGLE_SECRET: 'upstream-secret' };
const changed = (change: object) => ({ ...acme, ...change });
const [papyrus, nightly] = acme.clients;

async function problemsOf(deps: ManagementDeps, document: unknown, options = {}) {
  const error = await plan(deps, document, options).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DocumentError)) throw new Error(`no DocumentError: ${String(error)}`);
  return error.problems.map(({ path, problem }) => `${path}: ${problem}`);
}

describeServer('a tenant from a document', {}, (server) => {
  const deps = () => server().deps;

  test('a plan changes nothing; applied, it makes everything in the order in which it depends', async () => {
    const planned = await plan(deps(), acme, { env });
    expect(summary(planned)).toEqual([
      'create tenant acme',
      `create resource server ${API}`,
      'create scope books.read',
      'create client papyrus',
      'create client nightly',
      'create upstream provider google',
    ]);
    expect(await deps().storage.tenants.findByName('acme')).toBeNull();

    const done = await apply(deps(), acme, { env });
    expect(done.map(({ change, client_secret }) => `${change.id} ${client_secret?.slice(0, 4) ?? '-'}`)).toEqual([
      'acme -',
      `${API} -`,
      'books.read -',
      'papyrus xcs_',
      'nightly xcs_',
      'google -',
    ]);
    const tenant = await tenantNamed(deps(), 'acme');
    expect(tenant).toMatchObject({ displayName: 'Acme', settings: { accessTokenTtl: 900 } });
    expect(await showClient(deps(), tenant, 'nightly')).toMatchObject({ disabled_at: expect.any(Number) });
    const provider = await deps().storage.upstream.findProvider(tenant.tenant_id, 'google');
    expect(provider && openClientSecret(deps(), provider)).toBe('upstream-secret');
  });

  test('applied again it changes nothing, and leaves no trace in the audit log', async () => {
    const { tenant_id } = await tenantNamed(deps(), 'acme');
    const events = () => deps().storage.audit.list(tenant_id, {}, { after: null, limit: 100 });
    const before = await events();
    const again = await plan(deps(), acme, { env });
    expect([summary(again), again.left]).toEqual([[], []]);
    expect(await apply(deps(), acme, { env })).toEqual([]);
    expect(await events()).toEqual(before);
  });

  test('what differs is changed and nothing else; what the document says no more has its default again', async () => {
    const { accessTokenTtl: _, ...settings } = { ...acme.settings, sessionTtl: 600 };
    const [api] = acme.resource_servers;
    const document = changed({
      settings,
      display_name: 'Acme Books',
      resource_servers: [
        { ...api, access_token_format: 'opaque', scopes: [{ name: 'books.read', display_name: 'See books' }] },
      ],
      clients: [{ ...papyrus, redirect_uris: ['https://papyrus.example/cb', 'https://papyrus.example/two'] }, nightly],
      upstream_providers: [{ ...acme.upstream_providers[0], display_name: 'Google Workspace', trusts_email: true }],
    });
    expect(summary(await plan(deps(), document, { env }))).toEqual([
      'change tenant acme: display_name settings.accessTokenTtl settings.sessionTtl',
      `change resource server ${API}: access_token_format`,
      'change scope books.read: display_name emphasised',
      'change client papyrus: redirect_uris',
      'change upstream provider google: display_name trusts_email',
    ]);
    await apply(deps(), document, { env });
    expect(summary(await plan(deps(), document, { env }))).toEqual([]);
    const tenant = await tenantNamed(deps(), 'acme');
    expect(tenant.settings).toMatchObject({ accessTokenTtl: 3600, sessionTtl: 600 });
    expect(await apply(deps(), acme, { env })).toHaveLength(5);
  });

  test('an optional member that is left out is removed from the client', async () => {
    const withLogo = changed({ clients: [{ ...papyrus, logo_uri: 'https://papyrus.example/logo.png' }, nightly] });
    await apply(deps(), withLogo, { env });
    const back = await plan(deps(), acme, { env });
    expect(back.changes).toMatchObject([
      { members: [{ member: 'logo_uri', from: 'https://papyrus.example/logo.png', to: undefined }] },
    ]);
    await apply(deps(), acme, { env });
    expect(await showClient(deps(), await tenantNamed(deps(), 'acme'), 'papyrus')).not.toHaveProperty('logo_uri');
  });

  test('catalogue 81: a client that was disabled in an emergency stays so unless the document says otherwise', async () => {
    await setClientDisabled(deps(), await tenantNamed(deps(), 'acme'), 'papyrus', true);
    expect(summary(await plan(deps(), acme, { env }))).toEqual([]);
    const enabled = changed({ clients: [{ ...papyrus, disabled: false }, nightly] });
    expect(summary(await plan(deps(), enabled, { env }))).toEqual(['change client papyrus: disabled']);
    await apply(deps(), enabled, { env });
    expect(await showClient(deps(), await tenantNamed(deps(), 'acme'), 'papyrus')).toMatchObject({ disabled_at: null });
  });

  test('a change of the authentication method yields the secret that it needs', async () => {
    const open = changed({ clients: [{ ...papyrus, token_endpoint_auth_method: 'none' }, nightly] });
    expect(await apply(deps(), open, { env })).toMatchObject([{ client_secret: null }]);
    expect(await apply(deps(), acme, { env })).toMatchObject([{ client_secret: expect.stringMatching(/^xcs_/) }]);
  });

  test('another provider secret is a change that shows neither of the two', async () => {
    const planned = await plan(deps(), acme, { env: { GOOGLE_SECRET: 'another-one' } });
    expect(summary(planned)).toEqual(['change upstream provider google: client_secret']);
    expect(JSON.stringify(planned)).not.toMatch(/another-one|upstream-secret/);
    const { client_secret: _, ...silent } = { ...acme.upstream_providers[0] };
    expect(summary(await plan(deps(), changed({ upstream_providers: [silent] })))).toEqual([]);
  });

  test('every rule that the document breaks is told before anything is done, with its place', async () => {
    const document = changed({
      resource_servers: [{ ...acme.resource_servers[0], scopes: [{ name: 'openid', display_name: 'Sign in' }] }],
      clients: [
        {
          ...papyrus,
          redirect_uris: ['https://papyrus.example/cb', 'http://papyrus.example/cb'],
          scope: 'openid books.write',
        },
        {
          client_id: 'open',
          client_name: 'Open',
          token_endpoint_auth_method: 'none',
          require_pkce: false,
          redirect_uris: ['https://a.example/'],
        },
      ],
    });
    expect(await problemsOf(deps(), document)).toEqual([
      expect.stringMatching(/^resource_servers\[0\]\.scopes\[0\]\.name: openid belongs to OpenID Connect/),
      expect.stringMatching(/^clients\[0\]\.redirect_uris\[1\]: "http:\/\/papyrus.example\/cb" uses http/),
      expect.stringMatching(/^clients\[0\]\.scope: "books.write" is not a scope/),
      expect.stringMatching(/^clients\[1\]\.require_pkce: /),
      expect.stringMatching(
        /^upstream_providers\[0\]\.client_secret: The environment variable GOOGLE_SECRET is not set/,
      ),
    ]);
    expect(summary(await plan(deps(), acme, { env }))).toEqual([]);
  });

  test.each([
    [{ issuer: 'https://id.acme.example' }, /^issuer: The tenant is there/],
    [{ settings: { dialects: ['standrad'] } }, /^settings.dialects: "standrad" is no dialect; did you mean standard/],
    [{ preset: 'nobody' }, /^preset: "nobody" is no preset/],
    [
      { upstream_providers: [{ ...acme.upstream_providers[0], issuer: 'https://other.example' }] },
      /^upstream_providers\[0\]\.issuer: The provider is there/,
    ],
  ])('%j is refused: %s', async (change, problem) => {
    expect(await problemsOf(deps(), changed(change), { env })).toEqual([expect.stringMatching(problem)]);
  });

  test('catalogue 80: a document does not take over the console, an app or a service account', async () => {
    const tenant = await tenantNamed(deps(), 'acme');
    await ensureConsoleClient(deps(), tenant);
    const bound = await createUser(deps(), tenant, { email: 'bound@example.com', password: 'correct horse battery' });
    const input = {
      client_id: 'robot',
      client_name: 'Robot',
      grant_types: ['client_credentials'],
      scope: 'books.read',
      service_account: bound.sub,
    };
    await createClient(deps(), tenant, capabilities([...tenant.scopes.keys()]), input);
    const document = changed({ clients: [...acme.clients, { ...input, service_account: undefined }] });
    expect(await problemsOf(deps(), document, { env })).toEqual([
      'clients[2].client_id: It belongs to an app or acts for a user, who are in no document.',
    ]);
    const pruned = await plan(deps(), changed({ clients: [] }), { env, prune: true });
    expect(summary(pruned)).toEqual(['delete client nightly', 'delete client papyrus']);
  });

  test('what the document does not name stays and is told; pruned, it goes after whatever names it', async () => {
    const document = { name: 'acme', display_name: 'Acme', settings: acme.settings };
    const planned = await plan(deps(), document);
    expect(summary(planned)).toEqual([]);
    expect(planned.left.map(({ subject, id }) => `${subject} ${id}`)).toEqual([
      'client nightly',
      'client papyrus',
      'scope books.read',
      `resource server ${API}`,
      'upstream provider google',
    ]);
  });

  test('a change that somebody else made meanwhile is not written over', async () => {
    const document = changed({ clients: [{ ...papyrus, client_name: 'Papyri' }, nightly] });
    const planned = await plan(deps(), document, { env });
    const tenant = await tenantNamed(deps(), 'acme');
    const able = capabilities([...tenant.scopes.keys()]);
    await updateClient(deps(), tenant, able, { client_id: 'papyrus', change: { client_name: 'Theirs' } });
    const applied = async () => {
      for await (const _ of applyPlan(deps(), planned));
    };
    await expect(applied()).rejects.toThrow('changed meanwhile');
    expect(await showClient(deps(), tenant, 'papyrus')).toMatchObject({ client_name: 'Theirs' });
  });

  test('catalogue 88: the client_id of a deleted client is not given out again; the steps before it stay done', async () => {
    await deleteClient(deps(), await tenantNamed(deps(), 'acme'), 'papyrus');
    const document = changed({ display_name: 'Acme once more' });
    const done: string[] = [];
    const applied = async () => {
      for await (const { change } of applyPlan(deps(), await plan(deps(), document, { env }))) done.push(change.id);
    };
    await expect(applied()).rejects.toThrow('papyrus is taken, or belonged to a client that was deleted');
    expect(done).toEqual(['acme']);
  });

  test('a preset writes its settings down, and is no difference the second time', async () => {
    const shop = { name: 'shop', preset: 'identityserver', settings: { accessTokenTtl: 600 } };
    await apply(deps(), shop);
    const { settings } = await tenantNamed(deps(), 'shop');
    expect(settings).toMatchObject({ dialects: ['identityserver'], grantTypesFixed: true, accessTokenTtl: 600 });
    expect(summary(await plan(deps(), shop))).toEqual([]);
  });
});

describeServer('pruning', {}, (server) => {
  beforeAll(async () => {
    await apply(server().deps, acme, { env });
  });

  test('takes away everything that the document does not name, and says what goes with it', async () => {
    const { deps } = server();
    const empty = { name: 'acme', display_name: 'Acme', settings: acme.settings };
    const planned = await plan(deps, empty, { prune: true });
    expect(planned.changes.map(({ id, impact }) => `${id}: ${impact}`)).toEqual([
      'nightly: null',
      'papyrus: null',
      'books.read: null',
      `${API}: null`,
      'google: whatever users have connected to it',
    ]);
    await apply(deps, empty, { prune: true });
    const after = await plan(deps, empty, { prune: true });
    expect([summary(after), after.left]).toEqual([[], []]);
  });
});

describeServer('a chosen client_id', {}, (server) => {
  test('catalogue 88: only an operator chooses it', async () => {
    const tenant = await server().tenant();
    const able = capabilities([...tenant.scopes.keys()]);
    const caller = { actor: 'user:usr_1', role: 'admin', sub: 'usr_1', address: null, request_id: null } as const;
    const input = { client_id: 'brought', client_name: 'Brought', grant_types: ['client_credentials'] };
    const refused = createClient({ ...server().deps, caller }, tenant, able, input);
    await expect(refused).rejects.toThrow(ManagementError);
    await expect(refused).rejects.toMatchObject({ kind: 'forbidden', problems: [{ field: 'client_id' }] });
    expect(await createClient(server().deps, tenant, able, input)).toMatchObject({ client_id: 'brought' });
  });
});
