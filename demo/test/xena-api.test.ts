import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFolder, freePorts, type RunningDemo, startDemo } from './running-demo.ts';

const data = dataFolder();
let demo: RunningDemo;

beforeAll(async () => {
  demo = await startDemo(data.path, await freePorts());
});

afterAll(async () => {
  await demo?.stop();
  data.remove();
});

const PATHS = ['/Api/User/XenaUserMembership', '/Api/User/FiscalSetup'];

test.each(PATHS)('%s is refused without a token, and with one that nobody signed', async (path) => {
  const without = await fetch(`${demo.xenaApi}${path}`);
  expect(without.status).toBe(401);
  expect(without.headers.get('www-authenticate')).toContain('scope="testapi"');
  const forged = await fetch(`${demo.xenaApi}${path}`, { headers: { authorization: 'Bearer e30.e30.AAAA' } });
  expect(forged.status).toBe(401);
  expect(forged.headers.get('www-authenticate')).toContain('error="invalid_token"');
});

test('its page says what it is, and clients learn where to get a token', async () => {
  const page = (await (await fetch(`${demo.xenaApi}/`)).json()) as { name: string; routes: object };
  expect(page.name).toBe('Xena API');
  expect(Object.keys(page.routes)).toEqual(PATHS.map((path) => `GET ${path}`));
  const metadata = (await (await fetch(`${demo.xenaApi}/.well-known/oauth-protected-resource`)).json()) as object;
  expect(metadata).toMatchObject({ resource: demo.xenaApi, authorization_servers: [`${demo.server}/xena`] });
});

test('the browser app’s page may call it, another page may not', async () => {
  const preflight = (origin: string) =>
    fetch(`${demo.xenaApi}${PATHS[0]}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
    });
  const own = await preflight(demo.xenaPage);
  expect(own.headers.get('access-control-allow-origin')).toBe(demo.xenaPage);
  expect(own.headers.get('access-control-allow-headers')).toBe('authorization');
  expect((await preflight(demo.xenaApp)).headers.get('access-control-allow-origin')).toBeNull();
});

test('the browser app serves its own modules and nothing else', async () => {
  const module = await fetch(`${demo.xenaPage}/modules/xena/abax/browser/main.ts`);
  expect(module.headers.get('content-type')).toContain('text/javascript');
  for (const path of ['/modules/main.ts', '/modules/../package.json', '/modules/sample/register-sample-app.ts']) {
    expect((await fetch(`${demo.xenaPage}${path}`)).status).toBe(404);
  }
});

test('the page of a silent renewal may be framed by its own app only', async () => {
  const page = await fetch(`${demo.xenaPage}/silent.html`);
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
  const main = await fetch(`${demo.xenaPage}/`);
  expect(main.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});
