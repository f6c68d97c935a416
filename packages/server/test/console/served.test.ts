import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildConsole } from '../../../console/build.ts';
import { readBuiltConsole } from '../../src/console/built.ts';
import { updateTenant } from '../../src/management/tenants.ts';
import { builtConsole } from '../support/built-console.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const dist = new URL('../../../console/dist/', import.meta.url);

let server: TestServer;
beforeAll(async () => {
  await builtConsole();
  server = await startServer();
});
afterAll(() => server.close());

describe('the files of the console', () => {
  test('what a page loads first is under 300 kB, compressed', () => {
    const built = readBuiltConsole();
    const first = [built?.script, ...(built?.preloads ?? []), ...(built?.stylesheets ?? [])];
    const sizes = first.map((name) => built?.files.get(name ?? '')?.compressed.length ?? Number.NaN);
    const sum = sizes.reduce((total, size) => total + size, 0);
    expect(sum).toBeGreaterThan(50_000);
    expect(sum).toBeLessThan(300_000);
  });

  test('no file names another host to load anything from', () => {
    const texts = [...(readBuiltConsole()?.files.entries() ?? [])].map(([name, { content }]) => [
      name,
      String(content),
    ]);
    // Links to documentation in messages load nothing; fonts, imports, styles and scripts would.
    const loads = /(?:@import|url\()\s*["']?(?:https?:)?\/\/|\bimport\(\s*["'`]https?:|src=\\?["']https?:/;
    expect(texts.filter(([, text = '']) => loads.test(text)).map(([name]) => name)).toEqual([]);
  });

  test('only what the manifest names is served, for ever cacheable, compressed where that is accepted', async () => {
    const [name = ''] = readBuiltConsole()?.stylesheets ?? [];
    const plain = await server.fetch(`/console/${name}`);
    expect(plain.status).toBe(200);
    expect(plain.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.get('x-content-type-options')).toBe('nosniff');
    const packed = await server.fetch(`/console/${name}`, { headers: { 'accept-encoding': 'br, gzip' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('vary')).toBe('accept-encoding');
    expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe(await plain.text());
  });

  test.each(['assets/', 'assets/main.js', 'assets/..%2f.sources', 'assets/constructor'])(
    '%s is not a file',
    async (path) => {
      expect((await server.fetch(`/console/${path}`)).status).toBe(404);
    },
  );

  test('the compressed copies are of the files beside them', () => {
    const folder = fileURLToPath(new URL('assets/', dist));
    const names = readdirSync(folder).filter((name) => !name.endsWith('.gz'));
    expect(names.length).toBeGreaterThan(5);
    const differing = names.filter(
      (name) => !gunzipSync(readFileSync(`${folder}${name}.gz`)).equals(readFileSync(`${folder}${name}`)),
    );
    expect(differing).toEqual([]);
  });

  test('what is built of the same sources is not built again', async () => {
    const said: string[] = [];
    expect(await buildConsole((line) => said.push(line))).toBe('fresh');
    expect(said).toEqual([]);
  });

  test('without a build there is none', () => {
    expect(readBuiltConsole(new URL('file:///nowhere/dist/'))).toBeNull();
  });
});

describe('the page of the console', () => {
  test.each(['', '/', '/apps', '/clients/app_0', '/callback?code=1'])('stands at /console%s', async (path) => {
    const response = await server.fetch(`/console${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain(`<meta name="xenia-issuer" content="${server.issuer}">`);
  });

  test('CSP3 §6.7: a strict policy with a fresh nonce for style elements, and no inline script', async () => {
    const [one, other] = await Promise.all([server.fetch('/console'), server.fetch('/console')]);
    const policy = one.headers.get('content-security-policy') ?? '';
    expect(policy).not.toMatch(/unsafe|\*|data:.*script/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src ${server.issuer}/console/assets/;`);
    expect(policy).toContain("frame-ancestors 'none'");
    const nonceOf = (text: string) => /'nonce-([\w+/=]+)'/.exec(text)?.[1];
    const nonce = nonceOf(policy);
    expect(nonce).toMatch(/^[\w+/]{22}==$/);
    expect(nonce).not.toBe(nonceOf(other.headers.get('content-security-policy') ?? ''));
    const page = await one.text();
    expect(page).toContain(`<meta property="csp-nonce" nonce="${nonce}">`);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });

  test('makes the console a client of the tenant, once', async () => {
    const fresh = await startServer();
    const { tenant_id } = await fresh.tenant();
    const find = () => fresh.deps.storage.clients.find(tenant_id, 'xenia-console');
    expect(await find()).toBeNull();
    await fresh.fetch('/console');
    const made = await find();
    expect(JSON.parse(made?.client.metadata ?? '{}')).toMatchObject({
      redirect_uris: [`${fresh.issuer}/console/callback`],
      token_endpoint_auth_method: 'none',
    });
    await fresh.fetch('/console/apps');
    expect((await find())?.client.revision).toBe(made?.client.revision);
    await fresh.close();
  });

  test('a hostile tenant name stays text', async () => {
    const fresh = await startServer();
    await updateTenant(fresh.deps, 'demo', { display_name: '"><script>alert(1)</script>' });
    const page = await (await fresh.fetch('/console')).text();
    expect(page).toContain('alert(1)');
    expect(page).not.toContain('<script>alert');
    await fresh.close();
  });

  test('takes GET and HEAD alone', async () => {
    const response = await server.fetch('/console/apps', { method: 'POST' });
    expect(response.status).toBe(405);
  });
});
