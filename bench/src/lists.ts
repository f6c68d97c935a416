import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type App, createApp } from '../../packages/server/src/app.ts';
import { capabilities } from '../../packages/server/src/capabilities.ts';
import { loadConfig } from '../../packages/server/src/config/load.ts';
import { openDeps } from '../../packages/server/src/main.ts';
import { createClient } from '../../packages/server/src/management/clients.ts';
import { createTenant } from '../../packages/server/src/management/tenants.ts';
import { createUser } from '../../packages/server/src/management/users.ts';
import { migrateSqlite } from '../../packages/server/src/storage/sql/sqlite.ts';
import { loadTenant } from '../../packages/server/src/tenants/directory.ts';
import { replaceSection } from './write-docs.ts';

/**
 * How long the lists of the console take to open with few rows and with many: `node bench/src/lists.ts [--write-docs]`. In one
 * process and without a socket, so that only what could grow with the rows is measured.
 */

const SIZES = [
  { clients: 10, users: 10 },
  { clients: 100_000, users: 1_000_000 },
] as const;
const REQUESTS = 300;

const LISTS = [
  ['Clients, first page', '/clients'],
  ['Clients, by the beginning of a name', '/clients?search=app%2099'],
  ['Users, first page', '/users'],
  ['Users, by the beginning of an address', '/users?search=user99'],
] as const;

interface Installation {
  readonly ask: (path: string) => Promise<Response>;
  readonly close: () => Promise<void>;
}

const table: string[][] = LISTS.map(([name]) => [name]);
const deep: string[][] = [['Clients, the page behind the middle'], ['Users, the page behind the middle']];
for (const size of SIZES) {
  process.stderr.write(`${size.clients} clients and ${size.users} users ...\n`);
  const installation = await install(size);
  for (const [index, [, path]] of LISTS.entries()) table[index]?.push(await timed(installation, path));
  for (const [index, list] of ['clients', 'users'].entries()) {
    deep[index]?.push(await timed(installation, await middle(installation, list, size[list as 'clients' | 'users'])));
  }
  await installation.close();
}
const head = ['List', ...SIZES.map(({ clients, users }) => `${count(clients)} clients, ${count(users)} users`)];
const markdown = [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...table, ...deep]
  .map((cells) => `| ${cells.join(' | ')} |`)
  .join('\n');
process.stdout.write(`${markdown}\n`);
if (process.argv.includes('--write-docs'))
  replaceSection('lists', `${markdown}\n\nMedian and 99th percentile of ${REQUESTS} requests each, in ms.`);

function count(rows: number): string {
  return rows.toLocaleString('en-GB');
}

/** `p50 / p99`, in milliseconds. */
async function timed({ ask }: Installation, path: string): Promise<string> {
  const times: number[] = [];
  for (let request = 0; request < REQUESTS; request += 1) {
    const begin = performance.now();
    const response = await ask(path);
    await response.arrayBuffer();
    times.push(performance.now() - begin);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  return `${at(0.5)} / ${at(0.99)}`;
}

/** Pages of 200 from the middle on cost what the first one costs, if paging goes by key. */
async function middle({ ask }: Installation, list: string, rows: number): Promise<string> {
  const prefix = list === 'clients' ? 'app' : 'user';
  const from = `${prefix}${list === 'clients' ? '%20' : ''}${Math.floor(rows / 2)}`.slice(0, -1);
  const { next_cursor } = (await (await ask(`/${list}?limit=1&search=${from}`)).json()) as {
    next_cursor: string | null;
  };
  return next_cursor === null ? `/${list}` : `/${list}?search=${from}&cursor=${encodeURIComponent(next_cursor)}`;
}

async function install({ clients, users }: (typeof SIZES)[number]): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'xenia-lists-'));
  const env = {
    XENIA_DATA_DIR: dataDir,
    XENIA_MASTER_KEY: randomBytes(32).toString('base64url'),
    XENIA_LOG_LEVEL: 'silent',
  };
  const config = loadConfig({ cwd: dataDir, env }, randomBytes);
  await migrateSqlite({ path: join(dataDir, 'xenia.db') });
  const deps = await openDeps(config);
  await createTenant(deps, { name: 'demo' });
  const record = await deps.storage.tenants.findByName('demo');
  if (record === null) throw new Error('no tenant');
  const tenant = await loadTenant(deps, record);
  const automation = await createClient(deps, tenant, capabilities([...tenant.scopes.keys()]), {
    client_name: 'Lists',
    grant_types: ['client_credentials'],
    scope: 'xenia:apps:read xenia:users:read',
  });
  await createUser(deps, tenant, { email: 'model@example.com' });
  multiply(join(dataDir, 'xenia.db'), { clients, users });
  const app = createApp(deps);
  const access_token = await tokenFor(app, tenant.issuer, automation);
  return {
    ask: (path) =>
      app.fetch(
        request(`${tenant.issuer}/api/v1/tenants/demo${path}`, {
          headers: { authorization: `Bearer ${access_token}` },
        }),
      ),
    close: async () => {
      await deps.storage.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Copies of the one client and the one user that are there, each with a name and an id of its own. */
function multiply(path: string, { clients, users }: { clients: number; users: number }): void {
  const database = new DatabaseSync(path);
  const copies = (table: string, rows: number, own: Readonly<Record<string, string>>) => {
    const names = database
      .prepare(`select name from pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => String(name));
    const values = names.map((name) => own[name] ?? `t.${name}`).join(', ');
    database.exec(
      `insert into ${table} (${names.join(', ')})
       with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})
       select ${values} from n, (select * from ${table} limit 1) t`,
    );
  };
  copies('clients', clients, { client_id: "'copy_' || n.i", list_key: "'app ' || n.i || ' copy_' || n.i" });
  const address = "'user' || n.i || '@example.com'";
  copies('users', users, { sub: "'copy_' || n.i", email: address, email_key: address });
  database.exec('analyze');
  database.close();
}

async function tokenFor(
  app: App,
  issuer: string,
  client: { client_id: string; client_secret?: string },
): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.client_id,
    client_secret: client.client_secret ?? '',
    scope: 'xenia:apps:read xenia:users:read',
  });
  const response = await app.fetch(request(`${issuer}/token`, { method: 'POST', body }));
  return ((await response.json()) as { access_token: string }).access_token;
}

function request(url: string, init: RequestInit): Request {
  const made = new Request(url, init);
  made.headers.set('host', new URL(url).host);
  return made;
}
